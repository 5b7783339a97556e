//! The names that authors write. They are what is stored, as text; no position or index ever is.
//!
//! Invariant: a name has 1 to 64 characters of `[a-z0-9-]` (role names also `.`), checked when a
//! definition is read.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

// Six newtypes with one body: a derive would be a macro of our own in another place.
macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                Self(name.into())
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                e: &mut minicbor::Encoder<W>,
                _: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                e.str(&self.0)?.ok()
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $name {
            fn decode(
                d: &mut minicbor::Decoder<'b>,
                _: &mut C,
            ) -> Result<Self, minicbor::decode::Error> {
                Ok(Self(d.str()?.into()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name! {
    /// A process, for example `dibao`.
    ProcessId
}
name! {
    /// A node of a process, for example `village-panel`; in expressions `-` is written `_`.
    NodeId
}
name! {
    /// A flow; `<from>__<to>` unless the author named it.
    FlowId
}
name! {
    /// One of the declared ways out of a node, for example `approve`.
    OutcomeId
}
name! {
    /// An extension point, for example `means-test`.
    PointId
}
name! {
    /// A role that posts give, for example `township.clerk`.
    RoleId
}
