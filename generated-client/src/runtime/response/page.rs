//! Pages of a list.

pub(crate) mod next;
pub(crate) mod walk;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::Url;

use crate::runtime::codec::body::{CollectedBody, DecodeFailure, Decoded};
use crate::runtime::codec::drift::{At, Mismatch, Report};
use crate::runtime::codec::open_union::probe::{fit_of_object, places_of_object};
use crate::runtime::codec::slots::{fit_of_items, items_of};
use crate::runtime::codec::strict::{decode, encode};
use crate::runtime::codec::tolerant::tolerant;
use crate::runtime::codec::tree::JsonRef;
use crate::runtime::codec::tree::fit::Fit;
use crate::runtime::codec::tree::places::Places;
use crate::runtime::codec::{Decode, Encode, Sink, Slot, Source, json_body};
use crate::runtime::response::page::next::{NextPage, without_key};

/// A response that is one page of a list and refers to the next one.
///
/// [`Call::pages`](crate::Call::pages) and [`Call::items`](crate::Call::items) iterate over the
/// list. The paginated types of the API implement it; implement it for a type of your own to
/// iterate over an undocumented list:
///
/// ```
/// use cekura::pages::{NextPage, Paged};
/// use cekura::{Call, Error};
///
/// /// Collects a list of any type.
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
    /// The type of the items.
    type Item;

    /// The way in which a page refers to the next one.
    const NEXT: NextPage;

    /// Returns the items of this page.
    fn into_items(self) -> Vec<Self::Item>;

    /// Returns the link or the value of the parameter for the page after this one, which was
    /// received from `url`. A type that holds it overrides this, so that the body is not parsed a
    /// second time.
    #[doc(hidden)]
    fn next_token(&self, body: &[u8], url: &Url) -> Option<String> {
        Self::NEXT.next_token(&serde_json::from_slice(body).unwrap_or_default(), url)
    }
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The number of items in the whole list.
    pub count: Option<i64>,
    /// The link to the next page; `None` on the last. It never contains the client's key, even if
    /// the server repeats it.
    pub next: Option<String>,
    /// The link to the previous page; `None` on the first.
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

    /// Reads a bare array as the only page, and reports it.
    fn tolerant(value: JsonRef<'_>, at: &At<'_>, report: &mut Report) -> Result<Self, Mismatch> {
        if !value.is_array() {
            return tolerant(value, at, report);
        }
        report.note(at, Self::EXPECTED, value);
        Ok(Page { results: items_of(value, at, report)?, ..Page::default() })
    }

    fn fit(value: JsonRef<'_>, levels: u8) -> Fit {
        if !value.is_array() {
            return fit_of_object::<Self>(value, levels);
        }
        let mut fit = fit_of_items::<T>(value, levels);
        fit.add(Fit::WRONG);
        fit
    }

    fn places(value: JsonRef<'_>, places: &mut Places) {
        places_of_object::<Self>(value, places);
    }

    fn from_body(body: &CollectedBody<'_>) -> Result<Decoded<Self>, DecodeFailure> {
        let mut page = json_body::<Self>(body)?;
        let Page { next, previous, .. } = &mut page.value;
        for link in [next, previous].into_iter().flatten() {
            *link = without_key(link, body.credential, body.key, body.further);
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

    fn next_token(&self, _: &[u8], _: &Url) -> Option<String> {
        self.next.clone().filter(|next| !next.is_empty())
    }
}

#[cfg(test)]
mod tests;
