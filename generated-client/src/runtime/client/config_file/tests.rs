use std::fs;

use super::*;
use crate::runtime::client::Client;
use crate::runtime::transport::mock::MockTransport;

/// A file that is removed at the end of its test.
struct File(PathBuf);

impl File {
    fn new(text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("login-test-{}.toml", fastrand::u64(..)));
        fs::write(&path, text).expect("a file");
        File(path)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn client(file: &File) -> Result<(Client, MockTransport), Error> {
    let mock = MockTransport::new();
    let builder = Client::builder().transport(mock.clone());
    // No variable of the machine that the tests run on.
    let builder = builder.from_config_file(&file.0).read_defaults(|_| None);
    Ok((builder.build()?, mock))
}

const LIST: &str = "/observability/v2/call-logs/";

#[tokio::test]
async fn the_login_and_the_project_of_the_file_are_used() {
    let file = File::new(
        "access_token = \"token-one\"\nrefresh_token = \"refresh-one\"\n\
         token_expires_at = 4102444800\ndefault_project_id = 7\ndefault_organization_id = \"\"\n",
    );
    let (client, mock) = client(&file).expect("a client");
    let page = serde_json::json!({"count": 0, "results": []});
    mock.expect("GET", LIST).json(200, &page);
    client.calls().list().await.expect("a page");
    let sent = &mock.requests()[0];
    assert_eq!(sent.url.query(), Some("project_id=7"));
    assert_eq!(sent.headers["authorization"], "Bearer token-one");
    let shown = format!("{client:?}");
    assert!(!shown.contains("token-one") && !shown.contains("refresh-one"), "{shown}");
    assert!(shown.contains(r#"defaults: {"project_id": "7", "project": "7"}"#), "{shown}");
}

#[tokio::test]
async fn a_login_that_the_command_line_has_renewed_is_read_again() {
    let file = File::new("access_token = \"old\"\n");
    let (client, mock) = client(&file).expect("a client");
    fs::write(&file.0, "access_token = \"new\"\ntoken_expires_at = 2100-01-01T00:00:00Z\n")
        .expect("a file");
    mock.expect("GET", LIST).respond(401, "");
    mock.expect("GET", LIST).json(200, &serde_json::json!({"count": 0, "results": []}));
    client.calls().list().await.expect("a page");
    let sent: Vec<String> = mock
        .requests()
        .iter()
        .map(|sent| sent.headers["authorization"].to_str().expect("a text").to_owned())
        .collect();
    assert_eq!(sent, ["Bearer old", "Bearer new"]);
}

#[tokio::test]
async fn a_login_that_is_over_says_what_to_do() {
    for expires in
        ["1000000000", "1000000000.5", "\"2001-09-09T01:46:40Z\"", "2001-09-09T01:46:40Z"]
    {
        let text = format!("access_token = \"secret-token\"\ntoken_expires_at = {expires}\n");
        let file = File::new(&text);
        let (client, _) = client(&file).expect("a client");
        let error = client.calls().list().await.expect_err("an expired login").to_string();
        assert!(
            error
                .contains("expired at 2001-09-09 01:46:40 UTC; log in again with the command line"),
            "{error}"
        );
        assert!(error.contains("login-test-") && !error.contains("secret-token"), "{error}");
    }
}

#[test]
fn without_being_asked_the_login_is_no_credential() {
    let file = File::new("access_token = \"token-one\"\n");
    let builder = Client::builder().transport(MockTransport::new()).from_config_file(&file.0);
    let error = builder.build().expect_err("no key").to_string();
    assert!(error.contains("no API key"), "{error}");
}

#[test]
fn a_key_goes_before_the_login_and_wrong_values_are_told() {
    let file = File::new("access_token = \"token-one\"\napi_key = \"key-one\"\n");
    let (client_of_key, _) = client(&file).expect("a client");
    assert!(format!("{client_of_key:?}").contains("Key(…)"));

    let file = File::new("api_key = \"key-one\"\ndefault_project_id = [7]\n");
    let error = client(&file).expect_err("a list").to_string();
    assert!(error.starts_with("`default_project_id` in the file `"), "{error}");
    assert!(error.ends_with("is not a whole number, which `project_id` has to be"), "{error}");
}
