mod escape;
mod markdown;
pub(crate) mod text;
#[cfg(test)]
mod ab;
