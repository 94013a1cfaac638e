//! Pages of a list: what one is, and the calls that give one.

mod next;
mod walk;

pub use next::NextPage;
pub use walk::{Items, Pages};

use super::codec::{At, DecodeFailure, Decoded, Mismatch, Report, items_of, json_body};
use super::{Call, Decode, Encode, Json, Reply, Sink, Slot, Source, decode, encode, tolerant};
use next::{follow, without_key};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::Url;

/// A response that is one page of a list, and tells where the next one is.
///
/// [`Call::pages`] and [`Call::items`] walk through any of them. The types of the API have it where the API's document says so;
/// write it for a type of your own to walk through a list that the document does not have:
///
/// ```
/// use cekura::{Call, Error, NextPage, Paged};
///
/// /// All of a list, of whichever kind.
/// async fn all<P: Paged>(list: Call<P>) -> Result<Vec<P::Item>, Error> {
///     let mut items = list.items();
///     let mut all = Vec::new();
///     while let Some(item) = items.next().await {
///         all.push(item?);
///     }
///     Ok(all)
/// }
/// ```
pub trait Paged: Slot {
    /// What the list is of.
    type Item;

    /// Where the page after this one is.
    const NEXT: NextPage;

    /// The items of this page.
    fn into_items(self) -> Vec<Self::Item>;

    /// What leads from this page, which came from `url`, to the next: a link or the value of a parameter. For types that hold it
    /// themselves, so that the body need not be read a second time.
    #[doc(hidden)]
    fn lead(&self, body: &[u8], url: &Url) -> Option<String> {
        Self::NEXT.lead(&serde_json::from_slice(body).unwrap_or_default(), url)
    }
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// How many items the whole list has.
    pub count: Option<i64>,
    /// Where the next page is; nothing on the last. The client's key is not in it, even if the server repeats it in its links.
    pub next: Option<String>,
    /// Where the page before is; nothing on the first.
    pub previous: Option<String>,
    /// The items of this page.
    pub results: Vec<T>,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Page { count: None, next: None, previous: None, results: Vec::new() }
    }
}

impl<T: Slot> Decode for Page<T> {
    const REQUIRED: &'static [&'static str] = &["results"];

    fn field<S: Source>(&mut self, name: &str, source: &mut S) -> Result<(), S::Error> {
        match name {
            "count" => source.read(&mut self.count),
            "next" => source.read(&mut self.next),
            "previous" => source.read(&mut self.previous),
            "results" => source.read(&mut self.results),
            _ => source.skip(),
        }
    }
}

impl<T: Slot> Encode for Page<T> {
    fn fields<S: Sink>(&self, sink: &mut S) -> Result<(), S::Error> {
        sink.put("count", &self.count)?;
        sink.put("next", &self.next)?;
        sink.put("previous", &self.previous)?;
        sink.put("results", &self.results)
    }
}

impl<'de, T: Slot> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        decode(deserializer)
    }
}

impl<T: Slot> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        encode(self, serializer)
    }
}

impl<T: Slot> Slot for Page<T> {
    const EXPECTED: &'static str = "a page";

    /// A bare array where a page is documented is its only page, and noted.
    fn tolerant(value: &Json, at: &At<'_>, report: &mut Report) -> Result<Self, Mismatch> {
        let Json::Array(items) = value else {
            return tolerant(value, at, report);
        };
        report.note(at, Self::EXPECTED, value);
        Ok(Page { results: items_of(items, at, report)?, ..Page::default() })
    }

    fn from_body(reply: &Reply) -> Result<Decoded<Self>, DecodeFailure> {
        let mut page = json_body::<Self>(reply)?;
        let Page { next, previous, .. } = &mut page.value;
        for link in [next, previous].into_iter().flatten() {
            *link = without_key(link, reply.client.settings());
        }
        Ok(page)
    }
}

impl<T: Slot> Paged for Page<T> {
    type Item = T;

    const NEXT: NextPage = NextPage::Link { at: "/next", more: None };

    fn into_items(self) -> Vec<T> {
        self.results
    }

    fn lead(&self, _: &[u8], _: &Url) -> Option<String> {
        self.next.clone().filter(|next| !next.is_empty())
    }
}

impl<P: Paged> Call<P> {
    /// All pages from this one on, each fetched when it is asked for.
    ///
    /// The page size is the caller's; the stream ends after the last page or the first error. A link to a next page is followed
    /// only on the client's own origin.
    ///
    /// A call that may not be carried out twice (POST and PATCH, as a rule) is not made again for a next page, since it could create
    /// or bill something twice: if there is one, an error of kind [`InvalidRequest`](crate::ErrorKind::InvalidRequest) follows the
    /// first page. [`idempotent(true)`](Call::idempotent) says that the call only reads, and walks on.
    pub fn pages(self) -> Pages<P> {
        Pages::new(self)
    }

    /// All items of all pages from this one on, which are got as [`pages`](Call::pages) says.
    pub fn items(self) -> Items<P> {
        Items::new(self.pages())
    }

    /// Starts at another page of the same list: at the `next` link of a page seen before, or where an earlier walk was, as
    /// [`Pages::position`] and [`Items::position`] tell it.
    pub fn resume(mut self, page: &str) -> Self {
        let settings = self.client.settings();
        match self.draft.url(&settings.base).and_then(|here| follow(page, &here, settings)) {
            Ok(url) => self.draft.location = Some(url),
            Err(error) => drop(self.error.get_or_insert(error)),
        }
        self
    }
}

#[cfg(test)]
mod tests;
