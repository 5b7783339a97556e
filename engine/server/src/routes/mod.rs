//! All routes, in one table: each has a method, a path, a handler and its documentation.
//!
//! Invariant: what is routed is documented, since both come from the same call.

mod attachments;
mod definitions;
mod divisions;
mod imports;
mod instances;
mod keys;
mod notices;
mod papers;
mod plugins;
mod points;
pub(crate) mod public;
mod references;
mod shared;
mod system;
mod tasks;
mod templates;
mod tokens;

use axum::{
    Router,
    handler::Handler,
    routing::{MethodRouter, delete, get, post, put},
};
use utoipa::openapi::path::HttpMethod;

use crate::{
    openapi::{Doc, Documents},
    state::App,
};

/// The table while it is filled.
#[derive(Default)]
pub(crate) struct Routes {
    pub(crate) router: Router<App>,
    pub(crate) documents: Documents,
}

/// The whole API.
pub(crate) fn all() -> Routes {
    let routes = Routes::default();
    let routes = instances::add(tasks::add(routes));
    let routes = papers::add(notices::add(attachments::add(routes)));
    let routes = keys::add(references::add(routes));
    let routes = plugins::add(definitions::add(divisions::add(routes)));
    let routes = system::add(imports::add(tokens::add(routes)));
    public::add(points::add(templates::add(routes)))
}

impl Routes {
    pub(crate) fn get<H, T>(self, path: &str, handler: H, doc: Doc) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add((HttpMethod::Get, path), get(handler), doc)
    }

    pub(crate) fn post<H, T>(self, path: &str, handler: H, doc: Doc) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add((HttpMethod::Post, path), post(handler), doc)
    }

    pub(crate) fn put<H, T>(self, path: &str, handler: H, doc: Doc) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add((HttpMethod::Put, path), put(handler), doc)
    }

    pub(crate) fn delete<H, T>(self, path: &str, handler: H, doc: Doc) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add((HttpMethod::Delete, path), delete(handler), doc)
    }

    fn add(
        mut self,
        (method, path): (HttpMethod, &str),
        handler: MethodRouter<App>,
        doc: Doc,
    ) -> Self {
        self.documents.add((method, path), doc);
        self.router = self.router.route(path, handler);
        self
    }
}
