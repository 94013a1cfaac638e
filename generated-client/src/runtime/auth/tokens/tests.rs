//! Many calls, one provider.

use std::future::IntoFuture;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::runtime::{
    Auth, Body, BoxError, BoxFuture, Call, Client, Error, ErrorKind, Request, Secret,
    TokenProvider, Transport, TransportError,
};

/// Accepts all tokens but these.
struct Server(&'static [&'static str], Arc<Mutex<Vec<String>>>);

impl Transport for Server {
    fn send(
        &self,
        request: Request,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let given = request.headers.get("authorization").and_then(|value| value.to_str().ok());
        let given = given.unwrap_or("nothing").to_owned();
        let rejected = self.0.iter().any(|rejected| given == format!("Bearer {rejected}"));
        let body = if rejected { r#"{"detail": "Who?"}"# } else { "" };
        let response = http::Response::builder().status(if rejected { 401 } else { 200 });
        self.1.lock().expect("a list").push(given);
        Box::pin(async move { Ok(response.body(body.into()).expect("a response")) })
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

/// A slow provider that records its calls and returns the results of a script.
#[derive(Clone)]
struct Provider {
    requested: Arc<Mutex<Vec<Option<String>>>>,
    script: fn(Option<&str>) -> Result<&'static str, &'static str>,
}

impl TokenProvider for Provider {
    fn token(&self, rejected: Option<Secret>) -> BoxFuture<'_, Result<Secret, BoxError>> {
        let rejected = rejected.map(|token| token.expose().to_owned());
        self.requested.lock().expect("a list").push(rejected.clone());
        Box::pin(async move {
            tokio::task::yield_now().await;
            Ok((self.script)(rejected.as_deref())?.into())
        })
    }
}

struct Setup {
    client: Client,
    requested: Arc<Mutex<Vec<Option<String>>>>,
    sent: Arc<Mutex<Vec<String>>>,
}

impl Setup {
    fn new(
        rejected: &'static [&'static str],
        script: fn(Option<&str>) -> Result<&'static str, &'static str>,
    ) -> Self {
        let (requested, sent) = (Arc::default(), Arc::default());
        let server = Server(rejected, Arc::clone(&sent));
        let provider = Provider { requested: Arc::clone(&requested), script };
        let builder = Client::builder().base_url("http://host").transport(server);
        let client = builder.token_provider(provider).build().expect("a client");
        Setup { client, requested, sent }
    }

    fn call(&self) -> Call<()> {
        self.client.get("/x/").call()
    }

    async fn fails(&self) -> Error {
        self.call().await.expect_err("no token")
    }

    fn requested(&self) -> Vec<Option<String>> {
        self.requested.lock().expect("a list").clone()
    }

    fn sent(&self) -> Vec<String> {
        self.sent.lock().expect("a list").clone()
    }
}

/// Two tokens, of a provider that does not notice when the first is rejected.
fn first_or_second(rejected: Option<&str>) -> Result<&'static str, &'static str> {
    Ok(if rejected.is_some() { "second" } else { "first" })
}

#[tokio::test]
async fn many_calls_with_one_token_renew_it_once() {
    let setup = Setup::new(&["first"], first_or_second);
    let calls: Vec<_> = (0..50).map(|_| tokio::spawn(setup.call().into_future())).collect();
    for call in calls {
        call.await.expect("no panic").expect("the second token");
    }
    assert_eq!(setup.requested(), [None, Some("first".to_owned())]);
    // The rejected token is not sent again, even if the provider returns it.
    setup.call().await.expect("the second token");
    assert_eq!(setup.sent().len(), 101);
    assert_eq!(setup.sent().last().map(String::as_str), Some("Bearer second"));
}

#[tokio::test]
async fn the_turn_of_a_call_that_is_dropped_goes_to_another() {
    let setup = Setup::new(&[], first_or_second);
    let first = tokio::spawn(setup.call().into_future());
    let second = tokio::spawn(setup.call().into_future());
    tokio::task::yield_now().await;
    assert_eq!(setup.requested(), [None]);
    first.abort();
    second.await.expect("no panic").expect("a token");
    assert_eq!(setup.requested(), [None, None]);
}

#[tokio::test]
async fn a_failure_is_shared_and_says_whose_it_is() {
    let setup = Setup::new(&[], |_| Err("the vault is closed"));
    let calls: Vec<_> = (0..5).map(|_| tokio::spawn(setup.call().into_future())).collect();
    for call in calls {
        let error = call.await.expect("no panic").expect_err("no token");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Token, 0));
        assert_eq!(
            error.to_string(),
            "GET /x/: no token from the token provider: the vault is closed"
        );
        assert!(error.cause().is_some());
    }
    assert_eq!(setup.requested(), [None]);
    let empty = Setup::new(&[], |_| Ok(" ")).fails().await;
    assert_eq!(empty.to_string(), "GET /x/: no token from the token provider: the token is empty");
    assert_eq!(Setup::new(&[], |_| Ok("a\nb")).fails().await.kind(), ErrorKind::Token);
}

#[tokio::test]
async fn a_failed_renewal_does_not_hide_the_refusal() {
    let setup = Setup::new(&["first"], |rejected| match rejected {
        Some(_) => Err("the vault is closed"),
        None => Ok("first"),
    });
    let error = setup.fails().await;
    assert!(error.is_unauthorized());
    assert_eq!((error.attempts(), error.api().and_then(|api| api.detail())), (1, Some("Who?")));
    assert_eq!(
        error.to_string(),
        "GET /x/: 401 Unauthorized: Who?; no other token from the provider: the vault is closed"
    );
}

#[tokio::test]
async fn only_the_providers_own_token_is_renewed() {
    let setup = Setup::new(&["mine"], first_or_second);
    let error = setup.call().header("authorization", "Bearer mine").await.expect_err("rejected");
    assert!(error.is_unauthorized());
    assert_eq!((setup.requested(), setup.sent().len()), (vec![], 1));
    let setup = Setup::new(&["nothing"], first_or_second);
    setup.client.get("/x/").security(&[Auth::None]).call::<()>().await.expect("an open operation");
    assert_eq!((setup.requested(), setup.sent()), (vec![], vec!["nothing".to_owned()]));
}

#[tokio::test]
async fn a_call_that_is_late_to_learn_gets_the_token_that_is_there() {
    let requested = Arc::default();
    let provider = Provider { requested: Arc::clone(&requested), script: first_or_second };
    let tokens = super::Tokens::new(provider);
    for _ in 0..2 {
        let token = tokens.renewed("first".into(), None).await.expect("a token");
        assert_eq!(token.expose(), "second");
    }
    assert_eq!(requested.lock().expect("a list").len(), 1);
    assert_eq!(tokens.last().expect("a token").expose(), "second");
    // The new one may be rejected in its turn.
    tokens.renewed("second".into(), None).await.expect("a token");
    assert_eq!(requested.lock().expect("a list").len(), 2);
}
