//! Valid and invalid settings.

use crate::runtime::{Client, ClientBuilder, Error, MockTransport};

fn build(configure: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Result<Client, Error> {
    configure(Client::builder().transport(MockTransport::new())).build()
}

fn message(configure: impl FnOnce(ClientBuilder) -> ClientBuilder) -> String {
    build(configure).expect_err("no client").to_string()
}

#[test]
fn a_client_needs_a_key_that_can_be_sent() {
    assert!(message(|builder| builder).contains("set `CEKURA_API_KEY`"));
    assert_eq!(message(|builder| builder.api_key("  ")), "the API key is empty");
    let error = message(|builder| builder.api_key("secret\u{7}"));
    assert!(error.contains("not allowed in headers") && !error.contains("secret"), "{error}");
    assert_eq!(message(|builder| builder.bearer_token(" \n")), "the bearer token is empty");
    assert!(build(ClientBuilder::anonymous).is_ok());
}

#[test]
fn a_base_url_is_an_address_below_which_there_is_room() {
    let base = |url: &str| build(|builder| builder.api_key("k").base_url(url));
    assert_eq!(
        base(" https://host:8443/api/ ").expect("a client").base_url(),
        "https://host:8443/api"
    );
    for url in ["host", "ftp://host", "https://host/?a=1", "https://host/#a", "https://u:p@host"] {
        let error = base(url).expect_err(url).to_string();
        assert!(error.starts_with("the base URL"), "{error}");
    }
}

#[test]
fn of_a_base_url_only_the_server_is_printed() {
    let urls = [
        "https://host.example/s3cret/?key=s3cret",
        "https://u:s3cret@host.example/",
        "https://host.example/#s3cret",
        "ftp://u:s3cret@host.example/",
        "https://u:s3cret@ho st/?key=s3cret",
        "https://u:s3cret/s3cret@host",
        "s3cret",
        "s3cret:s3cret",
    ];
    for url in urls {
        let builder = || Client::builder().api_key("k").base_url(url);
        let error = builder().build().expect_err(url);
        let shown = format!("{error} {error:?} {:?}", builder());
        assert!(!shown.contains("s3cret"), "{shown}");
        assert_eq!(shown.contains("host.example"), url.contains("host.example"), "{shown}");
    }
}

#[test]
fn the_builder_goes_before_the_environment() {
    let variables = |name: &str| match name {
        "CEKURA_API_KEY" => Some("from-env".to_owned()),
        "CEKURA_API_URL" => Some("http://env".to_owned()),
        _ => None,
    };
    let client = build(|builder| builder.read_variables(variables)).expect("a client");
    assert_eq!(client.base_url(), "http://env");
    let client =
        build(|builder| builder.base_url("http://own").bearer_token("t").read_variables(variables));
    let client = client.expect("a client");
    assert_eq!(client.base_url(), "http://own");
    assert!(format!("{client:?}").contains("Bearer(…)"));
    assert!(build(|builder| builder.read_variables(|_| Some(" ".to_owned()))).is_err());
}

#[cfg(feature = "config-file")]
#[test]
fn the_environment_goes_before_the_file() {
    let path = std::env::temp_dir().join(format!("config-test-{}.toml", fastrand::u64(..)));
    std::fs::write(
        &path,
        "api_key = \"from-file\"\napi_url = \"http://file\"\ndefault_project_id = 3\n",
    )
    .expect("a file");
    let key_only = |name: &str| (name == "CEKURA_API_KEY").then(|| "from-env".to_owned());
    let client = build(|builder| builder.read_variables(key_only).from_config_file(&path));
    assert_eq!(client.expect("a client").base_url(), "http://file");
    assert!(build(|builder| builder.from_config_file(&path)).is_ok());
    std::fs::write(&path, "api_key = \"secret\noops").expect("a file");
    let error = message(|builder| builder.from_config_file(&path));
    assert!(error.contains("cannot be read") && !error.contains("secret"), "{error}");
    std::fs::remove_file(&path).expect("a file");
    assert!(message(|builder| builder.from_config_file(&path)).contains("no API key"));
}

#[test]
fn a_header_that_is_none_is_found_out_early() {
    assert!(message(|builder| builder.api_key("k").header("x y", "1")).contains("`x y`"));
    assert!(message(|builder| builder.api_key("k").user_agent("a\nb")).contains("user agent"));
}
