//! A stand-in for `reqwest` with no network code in it.
//!
//! The FEEL evaluator links an HTTP client for functions defined in Java. The fence of
//! `tongban-expr` refuses such functions, and this crate makes sure that even a hole in the fence
//! could not reach the network: every request fails.

/// The part of the blocking client that the FEEL evaluator names.
pub mod blocking {
    use crate::Error;

    /// A client that can only fail.
    #[derive(Debug, Default)]
    pub struct Client;

    /// A request that can only fail.
    #[derive(Debug)]
    pub struct Request;

    /// An answer that never comes.
    #[derive(Debug)]
    pub struct Response(std::convert::Infallible);

    impl Client {
        /// A client that can only fail.
        #[must_use]
        pub fn new() -> Self {
            Self
        }

        /// A request that can only fail.
        pub fn post<U: AsRef<str>>(&self, _url: U) -> Request {
            Request
        }
    }

    impl Request {
        /// Drops the body.
        #[must_use]
        pub fn json<T: ?Sized>(self, _body: &T) -> Self {
            self
        }

        /// Always fails.
        pub fn send(self) -> Result<Response, Error> {
            Err(Error)
        }
    }

    impl Response {
        /// Unreachable: there is never a response.
        pub fn json<T>(self) -> Result<T, Error> {
            match self.0 {}
        }
    }
}

/// The only outcome of a request.
#[derive(Debug)]
pub struct Error;

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("this build has no network client")
    }
}

impl std::error::Error for Error {}
