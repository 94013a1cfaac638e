//! Properties that several arms of a choice within an `allOf` describe.
//!
//! A value fits one of the descriptions, so the widest is taken, with what all of them say.

use super::super::Schemas;
use super::super::objects::FieldTask;
use super::super::site::SchemaSite;
use super::collect::Description;
use crate::diagnostic::Code;
use crate::model::{Access, Field, Type};

impl<'d> Schemas<'d> {
    /// Returns the field of a property by all its alternatives, `None` if there are none.
    pub(in crate::shape::schemas) fn alternative_field(
        &mut self,
        task: &FieldTask<'d>,
    ) -> Option<Field> {
        let (first, others) = task.alternatives.split_first()?;
        let mut field = self.field(task, first);
        let mut widest = Some(field.ty.clone());
        for described in others {
            let other = self.field(task, described);
            widest = widest.and_then(|known| self.widest(task, described, &known, &other.ty));
            field.nullable |= other.nullable;
            field.deprecated &= other.deprecated;
            if field.access != other.access {
                field.access = Access::ReadWrite;
            }
            field.docs.text = field.docs.text.or(other.docs.text);
            field.docs.default.take_if(|default| other.docs.default.as_ref() != Some(default));
            field.docs.constraints.retain(|one| other.docs.constraints.contains(one));
        }
        if widest.is_none() {
            let message =
                format!("the arms describe `{}` as several types; read as any value", task.wire);
            for (_, at) in &task.alternatives {
                self.diagnostics.add(Code::Widened, at, &message);
            }
        }
        Some(Field { ty: widest.unwrap_or(Type::Json), ..field })
    }

    /// Returns the type that has the values of both, `None` if there is none but any value.
    fn widest(
        &mut self,
        task: &FieldTask<'d>,
        (_, at): &Description,
        one: &Type,
        other: &Type,
    ) -> Option<Type> {
        if one == other || self.is_narrower(other, one) {
            return Some(one.clone());
        }
        if self.is_narrower(one, other) {
            return Some(other.clone());
        }
        let values = self.values_of_either(one, other)?;
        let site = SchemaSite::part(task.owner, task.wire, at.clone());
        Some(self.text_enum(&values, None, &site))
    }

    /// Returns the values that one of two enums of texts has.
    fn values_of_either(&self, one: &Type, other: &Type) -> Option<Vec<String>> {
        let (mut all, others) = (self.values_of(one)?, self.values_of(other)?);
        let new: Vec<String> = others.into_iter().filter(|value| !all.contains(value)).collect();
        all.extend(new);
        Some(all)
    }
}
