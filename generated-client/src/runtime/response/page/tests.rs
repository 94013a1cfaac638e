//! The ways in which APIs refer to the next page.

use serde_json::{Value, json};

use crate::runtime::response::page::next::NextPage;
use crate::runtime::response::page::{Page, Paged};
use crate::runtime::{
    ApiFacts, Auth, Call, Client, ClientBuilder, Decode, Encode, Error, ErrorKind, MockTransport,
    Sink, Source, codec,
};

/// A list of each kind, as the generator writes them.
macro_rules! list {
    ($name:ident, $next:expr) => {
        #[derive(Clone, Debug, Default, PartialEq)]
        struct $name {
            data: Vec<Thing>,
        }

        impl Decode for $name {
            fn field<S: Source>(&mut self, name: &str, source: &mut S) -> Result<(), S::Error> {
                match name {
                    "data" => source.read(&mut self.data),
                    _ => source.skip(),
                }
            }
        }

        impl Encode for $name {
            fn fields<S: Sink>(&self, sink: &mut S) -> Result<(), S::Error> {
                sink.put("data", &self.data)
            }
        }

        codec!($name);

        impl Paged for $name {
            type Item = Thing;
            const NEXT: NextPage = $next;

            fn into_items(self) -> Vec<Thing> {
                self.data
            }
        }
    };
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Thing {
    id: i64,
}

impl Decode for Thing {
    const REQUIRED: &'static [&'static str] = &["id"];

    fn field<S: Source>(&mut self, name: &str, source: &mut S) -> Result<(), S::Error> {
        match name {
            "id" => source.read(&mut self.id),
            _ => source.skip(),
        }
    }
}

impl Encode for Thing {
    fn fields<S: Sink>(&self, sink: &mut S) -> Result<(), S::Error> {
        sink.put("id", &self.id)
    }
}

codec!(Thing);

list!(Linked, NextPage::Link { at: "/links/next", more: None });
list!(
    Cursored,
    NextPage::Cursor { at: "/meta/cursor", parameter: "page[after]", more: Some("/meta/more") }
);
list!(
    After,
    NextPage::LastItem {
        items: "/data",
        field: "/id",
        parameter: "starting_after",
        more: Some("/has_more"),
    }
);
list!(
    Offset,
    NextPage::Offset { items: "/data", parameter: "offset", total: Some("/total"), more: None }
);
list!(
    Numbered,
    NextPage::Number {
        items: "/data",
        parameter: "page",
        first: 1,
        pages: Some("/pages"),
        more: None,
    }
);

fn client(mock: &MockTransport) -> Client {
    Client::builder()
        .api_key("k")
        .base_url("https://host/api")
        .transport(mock.clone())
        .build()
        .expect("a client")
}

/// Walks through a list that gives these pages: the ids it found or the error at its end, and the
/// queries that were sent.
async fn walk<P: Paged<Item = Thing>>(
    first: &'static str,
    pages: &[Value],
) -> (Result<Vec<i64>, Error>, Vec<String>) {
    let mock = MockTransport::new();
    for page in pages {
        mock.expect("GET", first).json(200, page);
    }
    let call: Call<P> = client(&mock).get(first).query("limit", 2).call();
    let mut items = call.items();
    let mut ids = Ok(Vec::new());
    while let (Ok(found), Some(item)) = (&mut ids, items.next().await) {
        match item {
            Ok(item) => found.push(item.id),
            Err(error) => ids = Err(error),
        }
    }
    assert!(items.next().await.is_none(), "it ends at the end and at the first error");
    mock.verify();
    let queries = mock.requests().into_iter().map(|request| {
        assert_eq!(request.url.path(), "/api/things/");
        request.url.query().unwrap_or_default().to_owned()
    });
    (ids, queries.collect())
}

fn data(ids: &[i64]) -> Value {
    ids.iter().map(|id| json!({"id": id})).collect()
}

#[tokio::test]
async fn a_link_is_followed_wherever_it_is() {
    let pages = [
        json!({"data": data(&[1]), "links": {"next": "?limit=2&c=%2F,x"}}),
        json!({"data": data(&[2]), "links": {"next": null}}),
    ];
    let (ids, queries) = walk::<Linked>("/things/", &pages).await;
    assert_eq!(ids.expect("all"), [1, 2]);
    assert_eq!(queries, ["limit=2", "limit=2&c=%2F,x"]);
}

#[tokio::test]
async fn a_cursor_is_sent_back() {
    let page = |ids: &[i64], cursor: &str, more: bool| json!({"data": data(ids), "meta": {"cursor": cursor, "more": more}});
    // A page without items is no end: some servers filter after they have cut the page.
    let pages = [page(&[1, 2], "a/b=", true), page(&[], "c", true), page(&[3], "d", false)];
    let (ids, queries) = walk::<Cursored>("/things/", &pages).await;
    assert_eq!(ids.expect("all"), [1, 2, 3]);
    assert_eq!(
        queries,
        ["limit=2", "limit=2&page%5Bafter%5D=a%2Fb%3D", "limit=2&page%5Bafter%5D=c"]
    );
    let (ids, _) = walk::<Cursored>("/things/", &[page(&[1], "", true)]).await;
    assert_eq!(ids.expect("all"), [1]);
}

#[tokio::test]
async fn a_cursor_that_comes_back_is_a_circle() {
    let page = json!({"data": data(&[1]), "meta": {"cursor": "same", "more": true}});
    let (ids, queries) = walk::<Cursored>("/things/", &[page.clone(), page]).await;
    let error = ids.expect_err("a circle");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("circle"), "{error}");
    assert_eq!(queries.len(), 2);
}

#[tokio::test]
async fn the_last_item_leads_to_the_next_page() {
    let page = |ids: &[i64], more: bool| json!({"data": data(ids), "has_more": more});
    let pages = [page(&[1, 2], true), page(&[3], false)];
    let (ids, queries) = walk::<After>("/things/", &pages).await;
    assert_eq!(ids.expect("all"), [1, 2, 3]);
    assert_eq!(queries, ["limit=2", "limit=2&starting_after=2"]);
    let (ids, _) = walk::<After>("/things/", &[page(&[], true)]).await;
    assert!(ids.expect("none").is_empty());
}

#[tokio::test]
async fn an_offset_counts_items() {
    let page = |ids: &[i64], total: Option<i64>| json!({"data": data(ids), "total": total});
    // Parameters that the path brings are set, too, not added to; others stay as they are written.
    let first = "/things/?offset=4&q=a,b";
    let (ids, queries) =
        walk::<Offset>(first, &[page(&[5, 6], Some(7)), page(&[7], Some(7))]).await;
    assert_eq!(ids.expect("all"), [5, 6, 7]);
    assert_eq!(queries, ["offset=4&q=a,b&limit=2", "q=a,b&limit=2&offset=6"]);
    let (ids, queries) = walk::<Offset>("/things/", &[page(&[1, 2], None), page(&[], None)]).await;
    assert_eq!((ids.expect("all"), queries.len()), (vec![1, 2], 2));
}

#[tokio::test]
async fn pages_are_numbered() {
    let page = |ids: &[i64], pages: Option<i64>| json!({"data": data(ids), "pages": pages});
    let pages = [page(&[1], Some(2)), page(&[2], Some(2))];
    let (ids, queries) = walk::<Numbered>("/things/", &pages).await;
    assert_eq!(ids.expect("all"), [1, 2]);
    assert_eq!(queries, ["limit=2", "limit=2&page=2"]);
    let pages = [page(&[1], None), page(&[2], None), page(&[], None)];
    let (ids, queries) = walk::<Numbered>("/things/", &pages).await;
    assert_eq!((ids.expect("all"), queries[2].as_str()), (vec![1, 2], "limit=2&page=3"));
}

#[tokio::test]
async fn a_page_that_leads_to_itself_is_given_once() {
    let mock = MockTransport::new();
    mock.expect("GET", "/things/").json(200, &json!({"next": "/api/things/", "results": [1]}));
    let mut items = client(&mock).get("/things/").call::<Page<i64>>().items();
    assert_eq!(items.next().await.expect("an item").expect("an item"), 1);
    let error = items.next().await.expect("an error").expect_err("a circle");
    assert!(error.to_string().contains("circle"), "{error}");
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn a_walk_goes_on_where_an_error_ended_it() {
    let mock = MockTransport::new();
    let client = client(&mock);
    let list = || client.get("/things/").query("limit", 2).call::<After>();
    mock.expect("GET", "/things/").json(200, &json!({"data": data(&[1, 2]), "has_more": true}));
    mock.expect("GET", "/things/").respond(404, "gone");
    let mut items = list().items();
    assert_eq!(items.position(), Some("https://host/api/things/?limit=2"));
    items.next().await.expect("an item").expect("an item");
    // The second item is from the first page, too.
    assert_eq!(items.position(), Some("https://host/api/things/?limit=2"));
    items.next().await.expect("an item").expect("an item");
    assert!(items.next().await.expect("an error").expect_err("an error").is_not_found());
    let position = items.position().expect("where it was").to_owned();
    assert_eq!(position, "https://host/api/things/?limit=2&starting_after=2");

    mock.expect("GET", "/things/").json(200, &json!({"data": data(&[3]), "has_more": false}));
    let mut pages = list().resume(&position).pages();
    assert_eq!(pages.next().await.expect("a page").expect("a page").data, [Thing { id: 3 }]);
    assert_eq!(pages.position(), None);
    assert_eq!(mock.requests()[2].url.as_str(), position);
    let error = list().resume("https://evil.example/").pages().next().await;
    assert!(error.expect("an error").is_err_and(|error| error.to_string().contains("key")));
    mock.verify();
}

#[tokio::test]
async fn a_call_that_could_do_something_twice_is_not_made_for_the_next_page() {
    let page = |more: bool| json!({"data": data(&[1]), "meta": {"cursor": "c", "more": more}});
    for method in ["POST", "PATCH"] {
        let mock = MockTransport::new();
        let client = client(&mock);
        let list = || {
            let method = method.parse().expect("a method");
            client.request(method, "/search/").json(&json!({"q": 1})).call::<Cursored>()
        };
        mock.expect(method, "/search/").json(200, &page(true));
        let mut items = list().items();
        assert_eq!(items.next().await.expect("an item").expect("an item").id, 1);
        let error = items.next().await.expect("an error").expect_err("not made again");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0));
        let text = error.to_string();
        assert!(text.contains(&format!("`{method} /search/` is not idempotent")), "{text}");
        assert!(text.contains("`.idempotent(true)`"), "{text}");
        assert!(items.next().await.is_none());
        assert_eq!(mock.requests().len(), 1);
        let position = items.position().expect("the second page").to_owned();
        assert_eq!(position, "https://host/api/search/?page%5Bafter%5D=c");

        // The last page leads nowhere, and a call that only reads may be made again.
        mock.expect(method, "/search/").json(200, &page(false));
        let mut pages = list().resume(&position).pages();
        assert!(pages.next().await.expect("a page").is_ok() && pages.next().await.is_none());
        mock.expect(method, "/search/").json(200, &page(true));
        mock.expect(method, "/search/").json(200, &page(false));
        let mut pages = list().idempotent(true).pages();
        assert!(pages.next().await.expect("a page").is_ok());
        assert!(pages.next().await.expect("a page").is_ok() && pages.next().await.is_none());
        assert_eq!(mock.requests()[3].json(), json!({"q": 1}));
        mock.verify();
    }
}

#[tokio::test]
async fn the_key_is_not_in_a_link_that_repeats_it() {
    const FACTS: ApiFacts = ApiFacts {
        base_url: "",
        url_variable: "",
        key_variable: "",
        user_agent: "",
        auth: Auth::Query("key"),
        schemes: &[],
        defaults: &[],
    };
    let mock = MockTransport::new();
    let client = ClientBuilder::new(FACTS).base_url("https://host").api_key("a secret+key");
    let client = client.transport(mock.clone()).build().expect("a client");
    let list = || client.get("/things/").call::<Page<i64>>();
    let repeated = json!({
        "results": [1],
        "next": "/things/?q=a,b&key=a%20secret%2Bkey&page=2#k",
        "previous": "?again=a+secret%2Bkey&key=an+old+one",
    });
    mock.expect("GET", "/things/").json(200, &repeated);
    let page = list().await.expect("a page");
    assert_eq!(page.next.as_deref(), Some("/things/?q=a,b&page=2#k"));
    assert_eq!(page.previous.as_deref(), Some("?"));
    assert!(!format!("{page:?}").contains("secret"), "{page:?}");

    mock.expect("GET", "/things/").json(200, &repeated);
    mock.expect("GET", "/things/").json(200, &json!({"results": [2]}));
    let mut pages = list().pages();
    pages.next().await.expect("a page").expect("a page");
    assert_eq!(pages.position(), Some("https://host/things/?q=a,b&page=2#k"));
    pages.next().await.expect("a page").expect("a page");
    assert_eq!(mock.requests()[2].url.query(), Some("q=a,b&page=2&key=a+secret%2Bkey"));

    // A type that keeps its links as they come: where the walk is, they are without the key.
    let linked = json!({"data": data(&[1]), "links": {"next": repeated["next"]}});
    mock.expect("GET", "/things/").json(200, &linked);
    let mut pages = client.get("/things/").call::<Linked>().pages();
    pages.next().await.expect("a page").expect("a page");
    assert_eq!(pages.position(), Some("https://host/things/?q=a,b&page=2#k"));
    let mut items = list().resume("/things/?key=a+secret%2Bkey").items();
    assert_eq!(items.position(), Some("https://host/things/?"));
    mock.expect("GET", "/things/").json(200, &json!({"results": [1]}));
    items.next().await.expect("an item").expect("an item");
    mock.verify();
}
