//! The public items of a client, as rustdoc finds them, and what differs between two.

use std::collections::{BTreeMap, BTreeSet};

use super::rustdoc::{Documentation, Item, Renames, function, path, ty};

/// The items of a client, each by its path with its declaration.
pub(crate) type Items = BTreeMap<String, String>;

/// Reads the items of a client, which is a module. Types have the names of `renames`.
pub(crate) fn items(docs: &Documentation<'_>, module: &str, renames: &Renames) -> Items {
    let clients = docs.exported(docs.root());
    let client = clients.get(module).unwrap_or_else(|| panic!("{module} is not documented"));
    let exported = docs.exported(*client);
    let mut reader = Reader { docs, renames, items: Items::new() };
    for part in ["types", "resources"] {
        for (name, item) in docs.exported(exported[part]) {
            let name = renames.get(&name).unwrap_or(&name);
            reader.declared(&format!("{part}::{name}"), item);
        }
    }
    reader.methods("Client", exported["Client"]);
    // The module of the events, whose types are among the others.
    for (module, item) in exported.iter().filter(|(_, item)| item.kind == "module") {
        reader.functions(module, *item);
    }
    reader.items
}

struct Reader<'d> {
    docs: &'d Documentation<'d>,
    renames: &'d Renames,
    items: Items,
}

impl<'d> Reader<'d> {
    fn add(&mut self, path: String, item: Item<'d>, declared: &str) {
        self.items.insert(path, format!("{}{declared}", item.attributes()));
    }

    /// Adds the functions and constants of a module.
    fn functions(&mut self, module: &str, item: Item<'d>) {
        for (name, item) in self.docs.exported(item) {
            let declared = match item.kind {
                "function" => function(item.inner, self.renames),
                "constant" => ty(&item.inner["type"], self.renames),
                _ => continue,
            };
            self.add(format!("{module}::{name}"), item, &declared);
        }
    }

    fn declared(&mut self, path: &str, item: Item<'d>) {
        match item.kind {
            "struct" => {
                let output = self.output(item).map(|output| format!(", a call of {output}"));
                let declared = format!("struct{}", output.unwrap_or_default());
                self.add(path.to_owned(), item, &declared);
                for field in self.docs.items(&item.inner["kind"]["plain"]["fields"]) {
                    self.field(path, field);
                }
            }
            "enum" => {
                self.add(path.to_owned(), item, "enum");
                for variant in self.docs.items(&item.inner["variants"]) {
                    self.variant(path, variant);
                }
            }
            "type_alias" => {
                // An alias may have the new name of the type that it is an alias of.
                if !self.items.contains_key(path) {
                    self.add(path.to_owned(), item, &ty(&item.inner["type"], self.renames));
                }
                return;
            }
            other => panic!("{path} is a {other}"),
        }
        self.methods(path, item);
        for implementation in self.docs.items(&item.inner["impls"]) {
            self.implementation(path, item, implementation);
        }
    }

    fn field(&mut self, path: &str, field: Item<'d>) {
        let name = field.name().unwrap_or_default();
        self.add(format!("{path}::{name}"), field, &ty(field.inner, self.renames));
    }

    fn variant(&mut self, path: &str, variant: Item<'d>) {
        let content = self.docs.items(&variant.inner["kind"]["tuple"]);
        let content: Vec<String> = content.map(|field| ty(field.inner, self.renames)).collect();
        let name = variant.name().unwrap_or_default();
        self.add(format!("{path}::{name}"), variant, &format!("({})", content.join(", ")));
    }

    /// Adds the functions of a type's own.
    fn methods(&mut self, path: &str, item: Item<'d>) {
        let impls = self.docs.items(&item.inner["impls"]);
        for implementation in impls.filter(|one| one.inner["trait"].is_null()) {
            for method in self.docs.items(&implementation.inner["items"]) {
                let name = method.name().unwrap_or_default();
                if method.kind == "function" {
                    let declared = function(method.inner, self.renames);
                    self.add(format!("{path}::{name}()"), method, &declared);
                }
            }
        }
    }

    /// Returns the type that a call ends with.
    fn output(&self, item: Item<'d>) -> Option<String> {
        let mut impls = self.docs.items(&item.inner["impls"]).filter(|one| !one.is_for_all());
        let future = impls.find(|one| one.inner["trait"]["path"] == "IntoFuture")?;
        let mut types = self.docs.items(&future.inner["items"]);
        let future = types.find(|one| one.name() == Some("IntoFuture"))?;
        Some(ty(&future.inner["type"], self.renames))
    }

    /// Adds a trait with the types that are associated.
    fn implementation(&mut self, of: &str, owner: Item<'d>, item: Item<'d>) {
        let implemented = &item.inner["trait"];
        // Those of other types that have this one as an argument are listed here, too.
        let is_own = item.inner["for"]["resolved_path"]["id"] == owner.value["id"];
        if implemented.is_null() || item.is_for_all() || !is_own {
            return;
        }
        let types = self.docs.items(&item.inner["items"]).filter(|one| one.kind == "assoc_type");
        let types: Vec<String> = types
            .map(|one| {
                format!(
                    "{} = {}",
                    one.name().unwrap_or_default(),
                    ty(&one.inner["type"], self.renames)
                )
            })
            .collect();
        let name = path(implemented, self.renames);
        self.add(format!("{of}: {name}"), item, &format!("impl {}", types.join(", ")));
    }
}

/// The way in which an item differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Way {
    Gone,
    Added,
    Changed,
}

/// Returns the paths that differ, each with the way.
pub(crate) fn difference(old: &Items, new: &Items) -> BTreeMap<String, Way> {
    let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let way = |path: &String| match (old.get(path), new.get(path)) {
        (Some(one), Some(other)) => (one != other).then_some(Way::Changed),
        (Some(_), None) => Some(Way::Gone),
        (None, _) => Some(Way::Added),
    };
    paths.into_iter().filter_map(|path| Some((path.clone(), way(path)?))).collect()
}
