//! Passes over the whole API, one verb each, in the order in which they run.
//!
//! | pass | needs | gives |
//! |---|---|---|
//! | `unreached::report` | what was declared | a line for each schema that became nothing |
//! | `aliases::collapse` | all types | types that turned out to be others are replaced by them |
//! | `ids::take_either` | operations with their results | identifiers that are numbers or texts |
//! | `operations::ids::add` | operations | the names that texts have for them |
//! | `jobs::pair` | operations with their results | the way to wait for a job |
//! | `undeclared_tags::place` | unions | the place of tags that no arm declares |
//! | `external_tags::apply` | unions | the tags that `codegen.toml` gives |
//! | `directions::split` | all types | directions, request halves, the list of types to write |
//! | `external_tags::report_untagged` | types to write | a line for each union without tags |
//! | `equal::held::names` | directions | the types of the lock that places lead to |
//! | `versions::deduplicate` | held names | one type where versions of an operation do not differ |
//! | `equal::unite` | versions, held names | one type where inline ones of one home are equal |
//! | `external_tags::mark_outermost` | tags | structs that are read as a whole |
//! | `cycles::box_fields` | the final types | boxes where a type would contain itself |
//! | `depth::shorten` | boxes | indirect values where a type would be too deep for the compiler |
//! | `presence::decide` | directions, boxes | presence of every field |

pub(super) mod aliases;
pub(super) mod cycles;
pub(super) mod depth;
pub(super) mod directions;
pub(super) mod equal;
pub(super) mod external_tags;
pub(super) mod ids;
pub(super) mod jobs;
pub(super) mod presence;
pub(super) mod undeclared_tags;
pub(super) mod unreached;
pub(super) mod versions;
