//! Responses whose type depends on their status.

use crate::runtime::codec::body::Decoded;
use crate::runtime::error::Error;
use crate::runtime::response::output::WithDrift;
use crate::runtime::send::raw_response::RawResponse;

/// Declares the responses of a call that have different types: `Made(Item) = 201`. The status
/// alone selects the arm; `200..=299` stands for a class. An arm without a type has no body.
macro_rules! open_response {
    ($(#[$meta:meta])* pub enum $name:ident {
        $($(#[$arm_meta:meta])* $arm:ident $(($type:ty $(,)?))? = $status:pat),+ $(,)?
    }) => {
        $(#[$meta])*
        #[allow(clippy::large_enum_variant, reason = "arms are as large as the API's objects")]
        #[derive(::std::clone::Clone, ::std::fmt::Debug, ::std::cmp::PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$arm_meta])* $arm $(($type))?,)+
            /// The body of a response with another status, unchanged.
            Unknown($crate::runtime::Bytes),
        }

        impl $crate::runtime::Output for $name {
            type Value = Self;

            fn read(
                response: ::std::boxed::Box<$crate::runtime::RawResponse>,
            ) -> ::std::result::Result<Self, $crate::runtime::Error> {
                let decoded = <Self as $crate::runtime::WithDrift>::read_with_drift(&response)?;
                response.report(&decoded.drift);
                ::std::result::Result::Ok(decoded.value)
            }
        }

        impl $crate::runtime::WithDrift for $name {
            fn read_with_drift(
                response: &$crate::runtime::RawResponse,
            ) -> ::std::result::Result<$crate::runtime::Decoded<Self>, $crate::runtime::Error> {
                match response.status.as_u16() {
                    $($status => $crate::runtime::open_response!(@arm $arm $(($type))? response),)+
                    _ => $crate::runtime::ResponsePart::part(response, Self::Unknown),
                }
            }
        }
    };
    (@arm $arm:ident($type:ty) $response:ident) => {
        $crate::runtime::ResponsePart::part($response, Self::$arm)
    };
    (@arm $arm:ident $response:ident) => {
        ::std::result::Result::Ok($crate::runtime::Decoded::exact(Self::$arm))
    };
}

pub(crate) use open_response;

/// The type of an arm: any type of the API, text, or bytes.
pub(crate) trait ResponsePart: WithDrift<Value = Self> + Sized {
    /// Reads the body, and wraps it.
    fn part<U>(response: &RawResponse, wrap: fn(Self) -> U) -> Result<Decoded<U>, Error>;
}

impl<T: WithDrift<Value = T>> ResponsePart for T {
    fn part<U>(response: &RawResponse, wrap: fn(T) -> U) -> Result<Decoded<U>, Error> {
        Ok(T::read_with_drift(response)?.map(wrap))
    }
}

#[cfg(test)]
#[expect(unreachable_pub, reason = "the macro declares public types")]
mod tests;
