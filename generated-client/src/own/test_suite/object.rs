//! Objects of the file: how they are declared, read and written.

/// Declares an object: its members in the order in which they are written, a setter for each that
/// is not required, and `other`, which keeps the members that the format does not have.
macro_rules! object {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            required { $($(#[$required_meta:meta])* $required:ident: $required_type:ty = $required_wire:literal,)* }
            optional { $($(#[$optional_meta:meta])* $optional:ident: $optional_type:ty = $optional_wire:literal,)* }
            lists { $($(#[$list_meta:meta])* $list:ident: $item:ty = $list_wire:literal,)* }
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        #[must_use]
        pub struct $name {
            $($(#[$required_meta])* pub $required: $required_type,)*
            $($(#[$optional_meta])* pub $optional: Option<$optional_type>,)*
            $($(#[$list_meta])* pub $list: Option<Vec<$item>>,)*
            /// The members that the format does not have, as they were read. They are faults, and
            /// are written again.
            pub other: ::std::collections::BTreeMap<String, Json>,
        }

        impl $name {
            $(
                #[doc = concat!("Sets [`", stringify!($optional), "`](field@Self::", stringify!($optional), ").")]
                pub fn $optional(mut self, value: impl Into<$optional_type>) -> Self {
                    self.$optional = Some(value.into());
                    self
                }
            )*
            $(
                #[doc = concat!("Sets [`", stringify!($list), "`](field@Self::", stringify!($list), ").")]
                pub fn $list(mut self, items: impl IntoIterator<Item = impl Into<$item>>) -> Self {
                    self.$list = Some(items.into_iter().map(Into::into).collect());
                    self
                }
            )*
        }

        impl Decode for $name {
            const REQUIRED: &'static [&'static str] = &[$($required_wire),*];

            fn field<S: Source>(&mut self, name: &str, source: &mut S) -> Result<(), S::Error> {
                match name {
                    $($required_wire => source.read(&mut self.$required),)*
                    $($optional_wire => source.read(&mut self.$optional),)*
                    $($list_wire => source.read(&mut self.$list),)*
                    _ => source.collect(name, &mut self.other),
                }
            }
        }

        impl Encode for $name {
            fn fields<S: Sink>(&self, sink: &mut S) -> Result<(), S::Error> {
                $(sink.put($required_wire, &self.$required)?;)*
                $(sink.put($optional_wire, &self.$optional)?;)*
                $(sink.put($list_wire, &self.$list)?;)*
                sink.put_all(&self.other)
            }
        }

        codec!($name);
    };
}

pub(super) use object;
