use crate::generated::facts::FACTS;
use crate::runtime::auth::ApiDefault;
use crate::runtime::client::Client;
use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::transport::mock::MockTransport;

/// Returns the query that a request with these parameters is sent with, where the operation has
/// the parameters `project` and `organization`.
fn query(configure: impl FnOnce(ClientBuilder) -> ClientBuilder, own: &[(&str, i64)]) -> String {
    query_of(&build(configure).expect("a client"), own)
}

fn query_of((client, mock): &(Client, MockTransport), own: &[(&str, i64)]) -> String {
    mock.expect("GET", "/things/").respond(200, "");
    let request = client.get("/things/").defaults(&["project", "organization"]);
    let request = own.iter().fold(request, |request, (name, value)| request.query(name, value));
    let sent = request.call::<()>().execute(None);
    futures_done(sent).expect("sent");
    let requests = mock.requests();
    requests.last().and_then(|sent| sent.url.query()).unwrap_or_default().to_owned()
}

/// Returns the output of a future that the mock answers at once.
fn futures_done<F: Future>(future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match future.as_mut().poll(&mut context) {
        std::task::Poll::Ready(output) => output,
        std::task::Poll::Pending => panic!("the mock has not answered"),
    }
}

const DEFAULTS: &[ApiDefault] = &[
    ApiDefault {
        parameter: "project",
        variable: "PROJECT",
        key: "default_project",
        is_integer: true,
        unless: &["agent", "organization"],
    },
    ApiDefault {
        parameter: "organization",
        variable: "ORGANIZATION",
        key: "default_organization",
        is_integer: false,
        unless: &["agent", "project"],
    },
];

fn build(
    configure: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> Result<(Client, MockTransport), crate::Error> {
    let mock = MockTransport::new();
    let facts = crate::runtime::ApiFacts { defaults: DEFAULTS, ..FACTS };
    let builder = ClientBuilder::new(facts).api_key("k").transport(mock.clone());
    Ok((configure(builder).build()?, mock))
}

fn message(configure: impl FnOnce(ClientBuilder) -> ClientBuilder) -> String {
    build(configure).expect_err("no client").to_string()
}

fn environment(name: &str) -> Option<String> {
    match name {
        "PROJECT" => Some(" 7 ".to_owned()),
        "ORGANIZATION" => Some("a b".to_owned()),
        _ => None,
    }
}

#[test]
fn the_first_default_that_a_call_has_excludes_the_others() {
    let of_user = |builder: ClientBuilder| builder.read_defaults(environment);
    assert_eq!(query(of_user, &[]), "project=7");
    assert_eq!(query(of_user, &[("page", 2)]), "page=2&project=7");
    assert_eq!(query(of_user, &[("project", 8)]), "project=8");
    assert_eq!(query(of_user, &[("organization", 8)]), "organization=8");
    assert_eq!(query(of_user, &[("agent", 8)]), "agent=8");
    let only = |name: &str| environment(name).filter(|_| name == "ORGANIZATION");
    assert_eq!(query(|builder| builder.read_defaults(only), &[]), "organization=a%20b");
    assert_eq!(query(|builder| builder.read_defaults(only), &[("project", 8)]), "project=8");
}

#[test]
fn without_being_asked_nothing_is_sent_or_shown() {
    let plain = build(|builder| builder.read_variables(environment)).expect("a client");
    assert_eq!(query_of(&plain, &[]), "");
    assert!(!format!("{:?}", plain.0).contains("defaults"));
    let of_user = build(|builder| builder.read_defaults(environment)).expect("a client");
    let shown = format!("{:?}", of_user.0);
    assert!(shown.contains(r#"defaults: {"project": "7", "organization": "a b"}"#), "{shown}");
}

#[test]
fn what_the_program_sets_goes_before_what_the_user_has() {
    let both =
        |builder: ClientBuilder| builder.default_query("project", 9).read_defaults(environment);
    assert_eq!(query(both, &[]), "project=9");
    assert_eq!(query(|builder| builder.default_query("project", 9), &[]), "project=9");
    let (client, mock) = build(both).expect("a client");
    let other = client.with(|options| options.default_query("project", 10)).expect("a client");
    assert_eq!(query_of(&(other, mock.clone()), &[]), "project=10");
    let none = client.with(|options| options.no_defaults()).expect("a client");
    assert_eq!(query_of(&(none, mock), &[]), "");
}

#[test]
fn operations_without_the_parameter_get_none() {
    let (client, mock) = build(|builder| builder.read_defaults(environment)).expect("a client");
    mock.expect("GET", "/x/").respond(200, "");
    futures_done(client.get("/x/").call::<()>().execute(None)).expect("sent");
    assert_eq!(mock.requests()[0].url.query(), None);
}

#[test]
fn wrong_values_are_told_by_their_source_and_not_quoted() {
    let wrong = |name: &str| (name == "PROJECT").then(|| "sk-secret".to_owned());
    assert_eq!(
        message(|builder| builder.read_defaults(wrong)),
        "the environment variable `PROJECT` is not a whole number, which `project` has to be"
    );
    assert!(message(|builder| builder.default_query("project", "x")).contains("default that was"));
    assert_eq!(
        message(|builder| builder.default_query("agent", 1)),
        "the API has no default for a parameter of that name; it has `project`, `organization`"
    );
    // A value that is not used is not checked.
    assert!(build(|builder| builder.read_variables(wrong)).is_ok());
    let set = |builder: ClientBuilder| builder.default_query("project", 1).read_defaults(wrong);
    assert_eq!(query(set, &[]), "project=1");
}

#[tokio::test]
async fn every_page_of_a_list_has_the_default() {
    let mock = MockTransport::new();
    let builder = Client::builder().api_key("k").default_query("project_id", 7);
    let client = builder.transport(mock.clone()).build().expect("a client");
    let path = "/observability/v2/call-logs/";
    let page =
        |next: serde_json::Value| serde_json::json!({"count": 0, "next": next, "results": []});
    mock.expect("GET", path).json(200, &page("?page=2".into()));
    mock.expect("GET", path).json(200, &page(serde_json::Value::Null));
    let mut pages = client.calls().list().page_size(5).pages();
    assert!(pages.position().expect("a position").ends_with("?page_size=5&project_id=7"));
    pages.next().await.expect("a page").expect("a page");
    pages.next().await.expect("a page").expect("a page");
    let sent: Vec<Option<String>> =
        mock.requests().iter().map(|sent| sent.url.query().map(str::to_owned)).collect();
    assert_eq!(sent, [Some("page_size=5&project_id=7".to_owned()), Some("page=2".to_owned())]);
    // The agent says which project is meant.
    mock.expect("GET", path).json(200, &page(serde_json::Value::Null));
    client.calls().list().agent_id(3).await.expect("a page");
    assert_eq!(mock.requests()[2].url.query(), Some("agent_id=3"));
}
