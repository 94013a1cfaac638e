use cekura::ClientBuilder;
use security_alternatives::Client;

use crate::{client_of, done};

/// The key, the app and the token of the only request, or that it was refused.
fn sent(
    configure: impl FnOnce(ClientBuilder) -> ClientBuilder,
    path: &str,
    call: impl FnOnce(Client) -> cekura::Call<()>,
) -> Option<[Option<String>; 3]> {
    // The facts of the runtime are those of another API: its key goes by another name.
    let (client, mock) = client_of(configure(cekura::Client::builder()));
    mock.expect("GET", path).respond(204, "");
    done(call(Client::from(client))).ok()?;
    let request = mock.requests().remove(0);
    let header = |name: &str| Some(request.headers.get(name)?.to_str().ok()?.to_owned());
    Some([header("x-cekura-api-key"), request.query("app"), header("authorization")])
}

#[test]
fn what_the_client_lacks_is_not_sent() {
    let key = |builder: ClientBuilder| builder.api_key("K");
    let bearer = |builder: ClientBuilder| builder.bearer_token("T");
    let by_hand = |builder: ClientBuilder| builder.anonymous().header("authorization", "Digest x");
    assert_eq!(sent(key, "/bearer", |client| client.bearer().get()), None);
    assert_eq!(sent(bearer, "/bearer", |client| client.bearer().get()).expect("sent")[2].as_deref(), Some("Bearer T"));
    // A bearer is nothing to an operation that takes keys alone.
    assert_eq!(sent(bearer, "/usual", |client| client.usual().get()), None);
    assert_eq!(sent(key, "/app", |client| client.app().get()), None);
    assert_eq!(sent(key, "/both", |client| client.both().get()), None);
    assert_eq!(sent(key, "/digest", |client| client.digest().get()), None);
    assert!(sent(by_hand, "/digest", |client| client.digest().get()).is_some());
    for (path, call) in [
        ("/nothing", (|client: Client| client.nothing().get()) as fn(Client) -> cekura::Call<()>),
        ("/empty", |client| client.empty().get()),
        ("/certificate", |client| client.certificate().get()),
    ] {
        assert_eq!(sent(key, path, call).expect("sent"), [None, None, None], "{path}");
    }
    // With a key or without one.
    let without = sent(ClientBuilder::anonymous, "/perhaps", |client| client.perhaps().get());
    assert_eq!(without.expect("sent"), [None, None, None]);
}
