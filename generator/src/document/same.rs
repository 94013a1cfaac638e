//! Comparison of parts by what they are made of.

use super::{Body, Document, Encoding, Kind, MediaType, Operation, Parameter, Response, SchemaRef};

impl Document {
    /// Returns whether two schemas are written alike; references are alike if they name one
    /// component.
    pub(crate) fn same(&self, one: SchemaRef, other: SchemaRef) -> bool {
        let mut open = vec![(one, other)];
        while let Some((one, other)) = open.pop() {
            if one == other {
                continue;
            }
            if one.is_reference() || other.is_reference() {
                return false;
            }
            let (one, other) = (&self[one], &self[other]);
            if !one.is_annotated_like(other) || !one.kind.is_like(&other.kind) {
                return false;
            }
            let (ours, theirs) = (one.children(), other.children());
            if ours.len() != theirs.len() {
                return false;
            }
            open.extend(ours.into_iter().zip(theirs));
        }
        true
    }

    /// Returns whether two optional schemas are written alike.
    pub(crate) fn same_or_none(&self, one: Option<SchemaRef>, other: Option<SchemaRef>) -> bool {
        match (one, other) {
            (Some(one), Some(other)) => self.same(one, other),
            (None, None) => true,
            _ => false,
        }
    }

    /// Returns whether two operations take and give the same.
    pub(crate) fn same_call(&self, one: &Operation, other: &Operation) -> bool {
        let parameters = is_same_list(&one.parameters, &other.parameters, |one, other| {
            self.same_parameter(one, other)
        });
        let bodies = match (&one.body, &other.body) {
            (Some(one), Some(other)) => self.same_body(one, other),
            (None, None) => true,
            _ => false,
        };
        parameters
            && bodies
            && is_same_list(&one.responses, &other.responses, |one, other| {
                one.0 == other.0 && self.same_response(&one.1, &other.1)
            })
    }

    fn same_parameter(&self, one: &Parameter, other: &Parameter) -> bool {
        let facts = |parameter: &Parameter| {
            (
                parameter.name.clone(),
                parameter.location,
                parameter.style,
                parameter.explode,
                parameter.required,
                parameter.deprecated,
                parameter.description.clone(),
            )
        };
        let media = |parameter: &Parameter| parameter.media.iter().cloned().collect::<Vec<_>>();
        facts(one) == facts(other)
            && self.same_or_none(one.schema, other.schema)
            && self.same_content(&media(one), &media(other))
    }

    fn same_body(&self, one: &Body, other: &Body) -> bool {
        one.description == other.description
            && one.required == other.required
            && self.same_content(&one.content, &other.content)
    }

    fn same_response(&self, one: &Response, other: &Response) -> bool {
        let headers = one.headers.len() == other.headers.len()
            && one
                .headers
                .iter()
                .zip(&other.headers)
                .all(|(one, other)| one.0 == other.0 && self.same_or_none(*one.1, *other.1));
        headers
            && one.description == other.description
            && self.same_content(&one.content, &other.content)
    }

    fn same_content(&self, one: &[MediaType], other: &[MediaType]) -> bool {
        let encoding = |media: &MediaType| -> Vec<(String, Encoding)> {
            media.encoding.iter().map(|(name, value)| (name.clone(), value.clone())).collect()
        };
        is_same_list(one, other, |one, other| {
            one.name == other.name
                && encoding(one) == encoding(other)
                && self.same_or_none(one.schema, other.schema)
        })
    }
}

fn is_same_list<T>(one: &[T], other: &[T], is_same: impl Fn(&T, &T) -> bool) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
}

impl super::Schema {
    fn is_annotated_like(&self, other: &Self) -> bool {
        self.title == other.title
            && self.description == other.description
            && (self.nullable, self.deprecated) == (other.nullable, other.deprecated)
            && (self.read_only, self.write_only) == (other.read_only, other.write_only)
            && self.default == other.default
            && self.example == other.example
            && self.discriminator == other.discriminator
            && self.only_null == other.only_null
            && self.content == other.content
            && self.values == other.values
    }
}

impl Kind {
    /// Returns whether two kinds differ in their parts at most.
    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Array(one), Self::Array(other)) => {
                (one.min_items, one.max_items, one.unique_items)
                    == (other.min_items, other.max_items, other.unique_items)
            }
            (Self::Object(one), Self::Object(other)) => {
                one.properties.keys().eq(other.properties.keys())
                    && one.required == other.required
                    && std::mem::discriminant(&one.additional)
                        == std::mem::discriminant(&other.additional)
                    && (one.min_properties, one.max_properties)
                        == (other.min_properties, other.max_properties)
            }
            (Self::AllOf(_), Self::AllOf(_)) => true,
            (Self::Choice(one, _), Self::Choice(other, _)) => one == other,
            (one, other) => one == other,
        }
    }
}
