//! `openapi.json`: OpenAPI 3.1 from the types and the table of routes.
//!
//! Invariant: every schema that is referred to is among the components (a test follows them).

use tongban_api::problem::Problem;
use utoipa::{
    IntoParams, ToSchema,
    openapi::{
        Components, Content, InfoBuilder, OpenApi, OpenApiBuilder, Paths, Ref, RefOr, Required,
        Response, Schema,
        path::{HttpMethod, OperationBuilder, Parameter, ParameterBuilder, ParameterIn},
        request_body::RequestBodyBuilder,
        schema::{ObjectBuilder, Type},
        security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};

use crate::routes;

const BEARER: &str = "bearer";

/// The documentation of all routes.
pub fn document() -> OpenApi {
    routes::all().documents.finish()
}

/// What is said of one route.
pub(crate) struct Doc {
    id: &'static str,
    zh: &'static str,
    en: &'static str,
    public: bool,
    writes: bool,
    query: Vec<Parameter>,
    body: Option<(Media, Named)>,
    status: u16,
    answer: Answer,
}

enum Answer {
    Json(Named),
    Other(&'static str),
    Nothing,
}

enum Media {
    Json,
    Bytes,
}

/// A schema and those that it refers to.
struct Named {
    name: String,
    all: Vec<(String, RefOr<Schema>)>,
}

impl Named {
    fn of<T: ToSchema>() -> Self {
        let name = T::name().into_owned();
        let mut all = vec![(name.clone(), T::schema())];
        T::schemas(&mut all);
        Self { name, all }
    }
}

impl Doc {
    /// `id` names the operation for generated clients; then what it does.
    pub(crate) fn new(id: &'static str, zh: &'static str, en: &'static str) -> Self {
        Self {
            id,
            zh,
            en,
            public: false,
            writes: false,
            query: Vec::new(),
            body: None,
            status: 200,
            answer: Answer::Nothing,
        }
    }

    /// No token is needed.
    pub(crate) fn public(mut self) -> Self {
        self.public = true;
        self
    }

    /// A command: it takes `Idempotency-Key` and `If-Match`.
    pub(crate) fn command(mut self) -> Self {
        self.writes = true;
        self
    }

    /// Its query parameters.
    pub(crate) fn query<Q: IntoParams>(mut self) -> Self {
        self.query = Q::into_params(|| Some(ParameterIn::Query));
        self
    }

    /// Its JSON body.
    pub(crate) fn takes<T: ToSchema>(mut self) -> Self {
        self.body = Some((Media::Json, Named::of::<T>()));
        self
    }

    /// Its body is any bytes.
    pub(crate) fn takes_bytes(mut self) -> Self {
        self.body = Some((Media::Bytes, Named { name: String::new(), all: Vec::new() }));
        self
    }

    /// It answers JSON.
    pub(crate) fn gives<T: ToSchema>(mut self) -> Self {
        self.answer = Answer::Json(Named::of::<T>());
        self
    }

    /// It answers another type of content.
    pub(crate) fn gives_other(mut self, media: &'static str) -> Self {
        self.answer = Answer::Other(media);
        self
    }

    /// The status of success, 200 unless told.
    pub(crate) fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }
}

/// Paths and schemas while they are gathered.
#[derive(Default)]
pub(crate) struct Documents {
    paths: Paths,
    components: Components,
}

impl Documents {
    pub(crate) fn add(&mut self, (method, path): (HttpMethod, &str), doc: Doc) {
        let mut operation = OperationBuilder::new()
            .operation_id(Some(doc.id))
            .summary(Some(doc.zh))
            .description(Some(doc.en))
            .tag(path.trim_start_matches("/api/v1/").split('/').next().unwrap_or_default())
            .parameters(Some(in_path(path)))
            .parameters(Some(doc.query));
        if doc.writes {
            operation = operation.parameters(Some(of_commands()));
        }
        operation = match doc.body {
            Some((Media::Json, named)) => {
                let content = Content::new(Some(self.reference(named)));
                operation.request_body(Some(body("application/json", content)))
            }
            Some((Media::Bytes, _)) => {
                let content = Content::builder().build();
                operation.request_body(Some(body("application/octet-stream", content)))
            }
            None => operation,
        };
        let mut response = Response::new("成功 · success");
        match doc.answer {
            Answer::Json(named) => {
                let content = Content::new(Some(self.reference(named)));
                response.content.insert("application/json".to_owned(), content.into());
            }
            Answer::Other(media) => {
                let content = Content::builder().build();
                response.content.insert(media.to_owned(), content.into());
            }
            Answer::Nothing => {}
        }
        let mut problem = Response::new("问题 · a problem");
        let content = Content::new(Some(self.reference(Named::of::<Problem>())));
        problem.content.insert("application/problem+json".to_owned(), content.into());
        operation =
            operation.response(doc.status.to_string(), response).response("default", problem);
        if !doc.public {
            let needs = SecurityRequirement::new::<_, _, &str>(BEARER, []);
            operation = operation.security(needs);
        }
        self.paths.add_path_operation(path, vec![method], operation.build());
    }

    fn reference(&mut self, named: Named) -> Ref {
        for (name, schema) in named.all {
            self.components.schemas.entry(name).or_insert(schema);
        }
        Ref::from_schema_name(named.name)
    }

    pub(crate) fn finish(mut self) -> OpenApi {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        self.components.add_security_scheme(BEARER, SecurityScheme::Http(scheme));
        let info = InfoBuilder::new()
            .title("通办 Tongban")
            .version(env!("CARGO_PKG_VERSION"))
            .description(Some(
                "基层政务流程引擎。问题按 RFC 9457 返回，`code` 的说明见 `/problems/<code>`。\n\n\
                 Workflows of local government. Problems follow RFC 9457; each `code` is explained \
                 at `/problems/<code>`.",
            ))
            .build();
        OpenApiBuilder::new().info(info).paths(self.paths).components(Some(self.components)).build()
    }
}

fn body(media: &str, content: Content) -> utoipa::openapi::request_body::RequestBody {
    RequestBodyBuilder::new().content(media, content).required(Some(Required::True)).build()
}

fn text(name: &str, at: ParameterIn, required: Required) -> ParameterBuilder {
    let schema = ObjectBuilder::new().schema_type(Type::String).build();
    ParameterBuilder::new()
        .name(name)
        .parameter_in(at)
        .required(required)
        .schema(Some(Schema::from(schema)))
}

/// The parameters between braces.
fn in_path(path: &str) -> Vec<Parameter> {
    path.split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| text(name, ParameterIn::Path, Required::True).build())
        .collect()
}

fn of_commands() -> Vec<Parameter> {
    let header = |name| text(name, ParameterIn::Header, Required::False);
    vec![
        header("Idempotency-Key")
            .description(Some("同一键重复提交得到第一次的结果 · repeating is safe"))
            .build(),
        header("If-Match")
            .description(Some("看到的版本，如 \"12\" · the `ETag` of the case"))
            .build(),
    ]
}
