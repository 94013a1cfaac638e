//! The types of calls with optional parameters: one for each such operation.

use crate::runtime::call::Call;

/// Declares the call of an operation that has optional parameters: a [`Call`](crate::Call) with
/// all its options, to which generated code adds a method for each parameter.
///
/// The options are repeated here, and not reached through `Deref`, since they take the call and
/// return it. A test holds them to those of `Call`.
macro_rules! operation_call {
    (#[paged] $(#[$attribute:meta])* pub struct $name:ident(Call<$output:ty $(,)?> $(,)?);) => {
        $crate::runtime::operation_call! { $(#[$attribute])* pub struct $name(Call<$output>); }

        impl $name {
            /// Returns a stream of all pages; as [`Call::pages`](crate::Call::pages).
            #[inline]
            pub fn pages(self) -> $crate::runtime::Pages<$output> {
                self.call.pages()
            }

            /// Returns a stream of all items; as [`Call::items`](crate::Call::items).
            #[inline]
            pub fn items(self) -> $crate::runtime::Items<$output> {
                self.call.items()
            }

            /// Starts at another page; as [`Call::resume`](crate::Call::resume).
            #[inline]
            pub fn resume(self, page: &str) -> Self {
                Self { call: self.call.resume(page) }
            }
        }
    };
    (#[streamed] $(#[$attribute:meta])* pub struct $name:ident(Call<$output:ty $(,)?> $(,)?);) => {
        $crate::runtime::operation_call! { $(#[$attribute])* pub struct $name(Call<$output>); }

        impl $name {
            /// Sends the call and streams the response body; as
            /// [`Call::download`](crate::Call::download).
            ///
            /// # Errors
            ///
            /// As for any call.
            pub async fn download(
                self,
            ) -> ::std::result::Result<$crate::runtime::Download, $crate::Error> {
                self.call.download().await
            }

            /// Sends the call and blocks until its headers arrive; as
            /// [`Call::download_blocking`](crate::Call::download_blocking).
            ///
            /// # Errors
            ///
            /// As for any blocking call.
            #[cfg(feature = "blocking")]
            pub fn download_blocking(
                self,
            ) -> ::std::result::Result<$crate::runtime::BlockingDownload, $crate::Error> {
                self.call.download_blocking()
            }
        }
    };
    (#[events] $(#[$attribute:meta])* pub struct $name:ident(Call<$output:ty $(,)?> $(,)?);) => {
        $crate::runtime::operation_call! {
            @untyped $(#[$attribute])* pub struct $name(Call<$output>);
        }

        impl $name {
            /// Starts behind an event; as [`Call::resume`](crate::Call::resume).
            #[inline]
            pub fn resume(self, last_event_id: &str) -> Self {
                Self { call: self.call.resume(last_event_id) }
            }

            /// Sets the data that ends the stream; as
            /// [`Call::terminator`](crate::Call::terminator).
            pub fn terminator(
                self,
                end: impl ::std::convert::Into<::std::borrow::Cow<'static, str>>,
            ) -> Self {
                Self { call: self.call.terminator(end) }
            }

            /// Requests a stream that breaks off again; as
            /// [`Call::reconnect`](crate::Call::reconnect).
            #[inline]
            pub fn reconnect(self) -> Self {
                Self { call: self.call.reconnect() }
            }
        }
    };
    ($(#[$attribute:meta])* pub struct $name:ident(Call<$output:ty $(,)?> $(,)?);) => {
        $crate::runtime::operation_call! {
            @untyped $(#[$attribute])* pub struct $name(Call<$output>);
        }

        impl $name {
            /// Returns the status, the headers, the body and the drift together with the value; as
            /// [`Call::with_response`](crate::Call::with_response).
            #[inline]
            pub fn with_response(self) -> $crate::Call<$crate::Response<$output>> {
                self.call.with_response()
            }
        }
    };
    (@untyped $(#[$attribute:meta])* pub struct $name:ident(Call<$output:ty $(,)?> $(,)?);) => {
        $(#[$attribute])*
        #[derive(Clone, Debug)]
        #[must_use = "a call is not sent until it is awaited"]
        pub struct $name {
            call: $crate::Call<$output>,
        }

        /// The options of all calls.
        impl $name {
            /// Sets the time limit of one attempt; as [`Call::timeout`](crate::Call::timeout).
            #[inline]
            pub fn timeout(self, timeout: ::std::time::Duration) -> Self {
                Self { call: self.call.timeout(timeout) }
            }

            /// Sets the time limit of all attempts; as
            /// [`Call::total_timeout`](crate::Call::total_timeout).
            #[inline]
            pub fn total_timeout(self, timeout: ::std::time::Duration) -> Self {
                Self { call: self.call.total_timeout(timeout) }
            }

            /// Sets the lowest rate at which the server has to take the body; see
            /// [`Call::min_upload_throughput`](crate::Call::min_upload_throughput).
            #[inline]
            pub fn min_upload_throughput(self, bytes_per_second: ::std::primitive::u64) -> Self {
                Self { call: self.call.min_upload_throughput(bytes_per_second) }
            }

            /// Sets the maximum number of retries; as [`Call::retries`](crate::Call::retries).
            #[inline]
            pub fn retries(self, retries: u32) -> Self {
                Self { call: self.call.retries(retries) }
            }

            /// Sets whether the call may be executed twice; as
            /// [`Call::idempotent`](crate::Call::idempotent).
            #[inline]
            pub fn idempotent(self, idempotent: bool) -> Self {
                Self { call: self.call.idempotent(idempotent) }
            }

            /// Sets the idempotency key; as
            /// [`Call::idempotency_key`](crate::Call::idempotency_key).
            #[inline]
            pub fn idempotency_key<'a>(
                self,
                key: impl ::std::convert::Into<::std::option::Option<&'a str>>,
            ) -> Self {
                Self { call: self.call.idempotency_key(key) }
            }

            /// Sets a header; as [`Call::header`](crate::Call::header).
            #[inline]
            pub fn header(self, name: &str, value: &str) -> Self {
                Self { call: self.call.header(name, value) }
            }

            /// Adds a query parameter that the operation does not document; as
            /// [`Call::extra_query`](crate::Call::extra_query).
            pub fn extra_query(self, name: &str, value: impl ::serde::Serialize) -> Self {
                Self { call: self.call.extra_query(name, value) }
            }

            /// Adds a member to the JSON body that the operation does not document; as
            /// [`Call::extra_body`](crate::Call::extra_body).
            pub fn extra_body(self, name: &str, value: impl ::serde::Serialize) -> Self {
                Self { call: self.call.extra_body(name, value) }
            }

            /// Sends the call with another API key; as [`Call::api_key`](crate::Call::api_key).
            pub fn api_key(self, key: impl ::std::convert::Into<$crate::runtime::Secret>) -> Self {
                Self { call: self.call.api_key(key) }
            }

            /// Sends the call with a token; as [`Call::bearer_token`](crate::Call::bearer_token).
            pub fn bearer_token(
                self,
                token: impl ::std::convert::Into<$crate::runtime::Secret>,
            ) -> Self {
                Self { call: self.call.bearer_token(token) }
            }

            /// Applies `set` if there is a value: `.optional(page, Self::page)`.
            pub fn optional<V>(
                self,
                value: ::std::option::Option<V>,
                set: impl ::std::ops::FnOnce(Self, V) -> Self,
            ) -> Self {
                match value {
                    ::std::option::Option::Some(value) => set(self, value),
                    ::std::option::Option::None => self,
                }
            }

            /// Returns the body unchanged; as [`Call::raw`](crate::Call::raw).
            #[inline]
            pub fn raw(self) -> $crate::Call<$crate::Bytes> {
                self.call.raw()
            }

            /// Decodes the response as a type of your own; as [`Call::cast`](crate::Call::cast).
            pub fn cast<U>(self) -> $crate::Call<$crate::runtime::Cast<U>>
            where
                U: ::serde::de::DeserializeOwned + ::std::marker::Send + 'static,
            {
                self.call.cast()
            }

            /// Sends the call and blocks until its response arrives; as
            /// [`Call::send_blocking`](crate::Call::send_blocking).
            #[cfg(feature = "blocking")]
            #[inline]
            pub fn send_blocking(
                self,
            ) -> ::std::result::Result<<$output as $crate::runtime::Output>::Value, $crate::Error> {
                self.call.send_blocking()
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output = <$crate::runtime::CallFuture<$output> as ::std::future::Future>::Output;
            type IntoFuture = $crate::runtime::CallFuture<$output>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.call.into_future()
            }
        }

        impl $crate::runtime::OperationCall for $name {
            type Output = $output;

            #[inline]
            fn into_call(self) -> $crate::Call<$output> {
                self.call
            }
        }

        impl ::std::convert::From<$crate::Call<$output>> for $name {
            #[inline]
            fn from(call: $crate::Call<$output>) -> Self {
                Self { call }
            }
        }
    };
}

pub(crate) use operation_call;

/// A call of an operation that has optional parameters.
#[doc(hidden)]
pub trait OperationCall {
    /// The type of the response.
    type Output;

    /// Returns the call with the parameters that are set.
    fn into_call(self) -> Call<Self::Output>;
}

/// The call with the parameters that are set, for code that takes any call. One impl for all types,
/// since the compiler compares each impl for `Call` with each other one.
impl<C: OperationCall> From<C> for Call<C::Output> {
    #[inline]
    fn from(call: C) -> Self {
        call.into_call()
    }
}

#[cfg(test)]
#[expect(dead_code, unreachable_pub, reason = "the macro declares public types with all options")]
mod tests;
