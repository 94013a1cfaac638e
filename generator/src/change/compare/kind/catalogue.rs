//! The catalogue: for each kind its text, which is stable, its class for source, the kind of the
//! opposite change, and an example.

use super::SourceClass;

macro_rules! kinds {
    ($( $(#[doc = $doc:literal])+ $name:ident = $text:literal, $source:ident, $mirror:ident, $example:literal; )*) => {
        /// The kind of an entry. The text of a kind is stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $( $(#[doc = $doc])+ $name, )* }

        impl Kind {
            /// Every kind, in the order of the catalogue, which is the order of a report.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Returns the stable text.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }

            /// Returns the meaning for code that uses the crate.
            pub const fn source(self) -> SourceClass {
                match self { $(Self::$name => SourceClass::$source),* }
            }

            /// Returns the kind of the opposite change.
            pub const fn mirror(self) -> Self {
                match self { $(Self::$name => Self::$mirror),* }
            }

            /// Returns a sentence on the kind.
            pub const fn explanation(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),+).trim_ascii()),* }
            }

            /// Returns an example: the change of a document, and what becomes of Rust.
            pub const fn example(self) -> &'static str {
                match self { $(Self::$name => $example),* }
            }

            /// Returns the kind with this text.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.as_str() == text)
            }
        }
    };
}

kinds! {
    /// The crate has another name.
    CrateRenamed = "crate-renamed", Breaking, CrateRenamed, "`[crate] name` is changed: `use boats::Client` is `use ships::Client`";
    /// An environment variable that the client reads has another name.
    VariableRenamed = "variable-renamed", Breaking, VariableRenamed, "`[crate] key-variable` is changed: `Client::from_env()` finds no key in the old variable";
    /// A thing has another name, and the former one is there for a while, deprecated.
    RenamedWithAlias = "renamed-with-alias", Additive, AliasTookOver, "`[types]` is changed, and `names.lock` knows the old name: `types::Boat` is an alias of `types::Vessel`";
    /// A thing has its former name again, and the newer one is gone.
    AliasTookOver = "alias-took-over", Breaking, RenamedWithAlias, "`[types]` is changed back without `names.lock`: `types::Vessel` is gone";
    /// A former name of a thing is there, deprecated.
    AliasAdded = "alias-added", Additive, AliasRemoved, "`names.lock` knows a former name: `types::Boat` is an alias of `types::Vessel`";
    /// A former name of a thing is gone.
    AliasRemoved = "alias-removed", Breaking, AliasAdded, "the alias was there for a release: `types::Boat` no longer compiles";
    /// Calls go to another address.
    BaseUrlChanged = "base-url-changed", None, BaseUrlChanged, "`servers[0].url` is changed: `Client::new(key)` calls another host";
    /// The client proves in another way who it is.
    AuthChanged = "auth-changed", None, AuthChanged, "`X-API-KEY` becomes a bearer token: `Client::new(key)` sends the key in another header";
    /// The client can use a security scheme more.
    SchemeAdded = "scheme-added", Additive, SchemeRemoved, "`components.securitySchemes.partner` appears: `Client::builder().credential(\"partner\", key)`";
    /// The client no longer has a security scheme.
    SchemeRemoved = "scheme-removed", Breaking, SchemeAdded, "`partner` goes: `credential(\"partner\", key)` is refused when the client is built";
    /// A security scheme travels in another way.
    SchemeChanged = "scheme-changed", None, SchemeChanged, "`partner` moves from a header to the query: `credential(\"partner\", key)` sends it there";
    /// The client has another name in `User-Agent`.
    UserAgentChanged = "user-agent-changed", None, UserAgentChanged, "`[crate] user-agent` is changed: servers see another client behind `Client::new(key)`";

    /// The client has a resource more.
    ResourceAdded = "resource-added", Additive, ResourceRemoved, "the first path below `/boats/` appears: `client.boats()`";
    /// The client no longer has a resource.
    ResourceRemoved = "resource-removed", Breaking, ResourceAdded, "the last path below `/boats/` goes: `client.boats()` no longer compiles";
    /// A resource has another handle or another method that returns it.
    ResourceRenamed = "resource-renamed", Breaking, ResourceRenamed, "`[resources.rename]` is changed: `client.boats()` is `client.ships()`";
    /// A resource is behind another cargo feature.
    FeatureRenamed = "feature-renamed", Breaking, FeatureRenamed, "`features = [\"boats\"]` is `features = [\"ships\"]`";
    /// The client has the handle of a version more.
    VersionAdded = "version-added", Additive, VersionRemoved, "the first path below `/v2/` that another version of appears: `client.v2()`";
    /// The client no longer has the handle of a version.
    VersionRemoved = "version-removed", Breaking, VersionAdded, "the last path below `/v2/` goes: `client.v2()` no longer compiles";

    /// Webhooks send an event more.
    EventAdded = "event-added", Additive, EventRemoved, "the webhook `boat.sold` appears: `Event::BoatSold(sold)`";
    /// Webhooks no longer send an event.
    EventRemoved = "event-removed", Breaking, EventAdded, "the webhook `boat.sold` goes: `Event::BoatSold(sold)` no longer compiles";
    /// The kind of an event is read from another place, so that its reading takes other arguments.
    EventReadingChanged = "event-reading-changed", Breaking, EventReadingChanged, "`[webhooks] kind` names a header: `Event::read(body)` is `Event::read(kind, body)`";
    /// The secret of webhooks can be checked.
    SecretCheckAdded = "secret-check-added", Additive, SecretCheckRemoved, "`[webhooks] secret-header` is set: `webhooks::verify(&secret, header)`";
    /// The secret of webhooks can no longer be checked.
    SecretCheckRemoved = "secret-check-removed", Breaking, SecretCheckAdded, "`[webhooks] secret-header` goes: `webhooks::verify(&secret, header)` no longer compiles";
    /// The secret of webhooks is in another header.
    SecretHeaderChanged = "secret-header-changed", None, SecretHeaderChanged, "`[webhooks] secret-header` is changed: `webhooks::SECRET_HEADER` has another value";

    /// The API has an operation more.
    OperationAdded = "operation-added", Additive, OperationRemoved, "`GET /boats/` appears: `client.boats().list()`";
    /// The API no longer has an operation.
    OperationRemoved = "operation-removed", Breaking, OperationAdded, "`GET /boats/` goes: `client.boats().list()` no longer compiles";
    /// The same operation is another expression of Rust.
    OperationRenamed = "operation-renamed", Breaking, OperationRenamed, "`[methods]` is changed: `client.boats().list()` is `client.boats().all()`";
    /// The same expression of Rust is another operation: it compiles, and does something else.
    CallRedirected = "call-redirected", Breaking, CallRedirected, "`/v2/boats/` takes the plain name: `client.boats().list()` calls it instead of `/v1/boats/`";
    /// An operation is deprecated.
    OperationDeprecated = "operation-deprecated", Additive, OperationRestored, "`deprecated: true`: `client.boats().list()` warns";
    /// An operation is no longer deprecated.
    OperationRestored = "operation-restored", Docs, OperationDeprecated, "`deprecated: true` goes: `client.boats().list()` no longer warns";
    /// The first option of a call appears, and gives it a type of its own. `list().await` compiles
    /// as before; code that names the type `Call<…>` adds `.into()`.
    CallTypeAdded = "call-type-added", Additive, CallTypeRemoved, "the first optional parameter appears: `list()` returns `ListBoatsCall` instead of `Call<Page<Boat>>`";
    /// The last option of a call goes, and with it the type of its own.
    CallTypeRemoved = "call-type-removed", Breaking, CallTypeAdded, "the last optional parameter goes: `list()` returns `Call<Page<Boat>>` instead of `ListBoatsCall`";
    /// A call takes other credentials.
    CredentialsChanged = "credentials-changed", None, CredentialsChanged, "`security` of one operation is changed: `list()` is refused without a token";
    /// The response of a call is asked for or read in another way, as the same type.
    ReadingChanged = "reading-changed", None, ReadingChanged, "the response may be `text/plain` too: `list()` reads it by its content type";
    /// A call returns another type.
    ResponseTypeChanged = "response-type-changed", Breaking, ResponseTypeChanged, "the response is a list now: `get(7).await?` is a `Vec<Boat>` instead of a `Boat`";

    /// Values in the path have another type.
    PathTypeChanged = "path-type-changed", Breaking, PathTypeChanged, "`id` is a text now: `get(7)` is `get(\"7\")`";
    /// A value in the path may be a text as well as a number, which calls take as before.
    PathTypeWidened = "path-type-widened", Additive, PathTypeNarrowed, "`id` is a number or a text: `get(7)` compiles, and so does `get(\"seven\")`";
    /// A value in the path is only a number or only a text now.
    PathTypeNarrowed = "path-type-narrowed", Breaking, PathTypeWidened, "`id` is only a number: `get(\"seven\")` no longer compiles";
    /// A value in the path is written in another style.
    PathStyleChanged = "path-style-changed", None, PathStyleChanged, "`style: label`: `get(7)` sends `/boats/.7`";

    /// A call has an optional parameter more.
    ParameterAdded = "parameter-added", Additive, ParameterRemoved, "`?rig=` appears: `list().rig(\"gaff\")`";
    /// A call no longer has an optional parameter.
    ParameterRemoved = "parameter-removed", Breaking, ParameterAdded, "`?rig=` goes: `list().rig(\"gaff\")` no longer compiles";
    /// A call needs a parameter more, which is an argument.
    RequiredParameterAdded = "required-parameter-added", Breaking, RequiredParameterRemoved, "`?day=` appears and is required: `list()` is `list(day)`";
    /// A call no longer has a parameter that it needed.
    RequiredParameterRemoved = "required-parameter-removed", Breaking, RequiredParameterAdded, "`?day=` goes: `list(day)` is `list()`";
    /// A call needs a parameter that was optional.
    ParameterBecameRequired = "parameter-became-required", Breaking, ParameterBecameOptional, "`required: true`: `list().day(day)` is `list(day)`";
    /// A call no longer needs a parameter.
    ParameterBecameOptional = "parameter-became-optional", Breaking, ParameterBecameRequired, "`required: true` goes: `list(day)` is `list().day(day)`";
    /// A parameter has another type.
    ParameterTypeChanged = "parameter-type-changed", Breaking, ParameterTypeChanged, "`rig` is a number now: `list().rig(\"gaff\")` no longer compiles";
    /// The same parameter has another name in Rust.
    ParameterRenamed = "parameter-renamed", Breaking, ParameterRenamed, "`rig_id` appears beside `rig__id`: `list().rig_id(7)` is `list().rig_id_lookup(7)`";
    /// A parameter is sent in another place or style.
    ParameterStyleChanged = "parameter-style-changed", None, ParameterStyleChanged, "`explode: false`: `list().rigs([\"gaff\", \"lug\"])` sends `?rigs=gaff,lug`";
    /// A parameter is deprecated.
    ParameterDeprecated = "parameter-deprecated", Additive, ParameterRestored, "`deprecated: true`: `list().rig(\"gaff\")` warns";
    /// A parameter is no longer deprecated.
    ParameterRestored = "parameter-restored", Docs, ParameterDeprecated, "`deprecated: true` goes: `list().rig(\"gaff\")` no longer warns";

    /// A call needs a body, and had none.
    BodyAdded = "body-added", Breaking, BodyRemoved, "`requestBody` appears: `launch(7)` is `launch(7, &body)`";
    /// A call no longer has the body that it needed.
    BodyRemoved = "body-removed", Breaking, BodyAdded, "`requestBody` goes: `launch(7, &body)` is `launch(7)`";
    /// A call may have a body, and had none.
    OptionalBodyAdded = "optional-body-added", Additive, OptionalBodyRemoved, "`requestBody` appears, optional: `launch(7).body(&body)`";
    /// A call no longer may have a body.
    OptionalBodyRemoved = "optional-body-removed", Breaking, OptionalBodyAdded, "`requestBody` goes, which was optional: `launch(7).body(&body)` no longer compiles";
    /// A call needs its body, which was optional.
    BodyBecameRequired = "body-became-required", Breaking, BodyBecameOptional, "`required: true`: `launch(7).body(&body)` is `launch(7, &body)`";
    /// A call no longer needs its body.
    BodyBecameOptional = "body-became-optional", Breaking, BodyBecameRequired, "`required: true` goes: `launch(7, &body)` is `launch(7).body(&body)`";
    /// A body has another type.
    BodyTypeChanged = "body-type-changed", Breaking, BodyTypeChanged, "the body is a list now: `create(&boat)` is `create(&[boat])`";
    /// A body of the same type is sent in another media type.
    BodyEncodingChanged = "body-encoding-changed", None, BodyEncodingChanged, "the body is a form now: `create(&boat)` sends fields instead of JSON";

    /// A call starts a job that can be awaited.
    JobAdded = "job-added", Additive, JobRemoved, "`[[jobs]]` appears in `codegen.toml`: `run_and_wait(&body)`";
    /// A call no longer starts a job that can be awaited.
    JobRemoved = "job-removed", Breaking, JobAdded, "`[[jobs]]` goes from `codegen.toml`: `run_and_wait(&body)` no longer compiles";
    /// The method that waits for the job has another name.
    JobRenamed = "job-renamed", Breaking, JobRenamed, "an operation takes the name: `run_and_wait(&body)` is `run_and_wait_2(&body)`";
    /// A job ends with another type.
    JobTypeChanged = "job-type-changed", Breaking, JobTypeChanged, "`[[jobs]] poll` is changed: `run_and_wait(&body)` returns another type";
    /// A job is polled in another way.
    JobPollingChanged = "job-polling-changed", None, JobPollingChanged, "`[[jobs]] done` is changed: `run_and_wait(&body)` ends at another status";

    /// A call may answer with a stream of events, too.
    StreamAdded = "stream-added", Additive, StreamRemoved, "`text/event-stream` appears beside `application/json`: `create_stream(&body)`";
    /// A call no longer answers with a stream of events.
    StreamRemoved = "stream-removed", Breaking, StreamAdded, "`text/event-stream` goes, which stood beside `application/json`: `create_stream(&body)` no longer compiles";
    /// The method for the stream of events has another name.
    StreamRenamed = "stream-renamed", Breaking, StreamRenamed, "an operation takes the name: `create_stream(&body)` is `create_stream_2(&body)`";
    /// The events of a stream have data of another type.
    StreamTypeChanged = "stream-type-changed", Breaking, StreamTypeChanged, "the data of `text/event-stream` is another schema: `create_stream(&body)` returns other events";
    /// A stream is asked for or read in another way.
    StreamReadingChanged = "stream-reading-changed", None, StreamReadingChanged, "`[[streams]] terminator` is changed: `create_stream(&body)` ends elsewhere";

    /// The crate has a type more.
    TypeAdded = "type-added", Additive, TypeRemoved, "the schema `Boat` is used for the first time: `types::Boat`";
    /// The crate no longer has a type.
    TypeRemoved = "type-removed", Breaking, TypeAdded, "the last use of the schema `Boat` goes: `types::Boat` no longer compiles";
    /// The same type has another name.
    TypeRenamed = "type-renamed", Breaking, TypeRenamed, "the schema is called `Vessel` now: `types::Boat` is `types::Vessel`";
    /// The same name is that of another type.
    TypeRedirected = "type-redirected", Breaking, TypeRedirected, "a second version takes the plain name: `types::ListBoatsCall` is the call of `/v2/boats/`";
    /// In several places a type stands where another one stood, which are not the same.
    TypeReplaced = "type-replaced", Breaking, TypeReplaced, "bodies are sent as another schema: `Boat` is `BoatRequest` in each of them";
    /// A type is of another form.
    TypeShapeChanged = "type-shape-changed", Breaking, TypeShapeChanged, "`Rig` is an object now: `enum Rig` is `struct Rig`";
    /// A type can be made, because some request sends it.
    ConstructorAdded = "constructor-added", Additive, ConstructorRemoved, "`Boat` is sent for the first time: `Boat::new(…)` and a setter for each optional field";
    /// A type is only received, and can no longer be made.
    ConstructorRemoved = "constructor-removed", Breaking, ConstructorAdded, "`Boat` is no longer sent: `Boat::new(…)` no longer compiles";
    /// The arguments of a constructor are in another order.
    ConstructorReordered = "constructor-reordered", Breaking, ConstructorReordered, "`Boat::new(name, rig)` is `Boat::new(rig, name)`";
    /// A type is deprecated.
    TypeDeprecated = "type-deprecated", Docs, TypeRestored, "`deprecated: true` of a schema: a sentence in the docs of `types::Boat`";
    /// A type is no longer deprecated.
    TypeRestored = "type-restored", Docs, TypeDeprecated, "`deprecated: true` of a schema goes, and the sentence in the docs of `types::Boat`";
    /// A type is no longer compiled with a feature that had it.
    TypeFeatureNarrowed = "type-feature-narrowed", Breaking, TypeFeatureWidened, "only `harbours` uses `Boat` now: `types::Boat` is not there with the feature `boats` alone";
    /// A type is compiled with a feature more.
    TypeFeatureWidened = "type-feature-widened", Additive, TypeFeatureNarrowed, "`harbours` uses `Boat` too: `types::Boat` is there with either feature";
    /// A type can be sent as a form.
    FormAdded = "form-added", Additive, FormRemoved, "a body may be `multipart/form-data` too: `Boat` is `Multipart`";
    /// A type can no longer be sent as a form.
    FormRemoved = "form-removed", Breaking, FormAdded, "a body is JSON only: `Boat` is no longer `Multipart`";
    /// A type can be written and read as JSON.
    JsonAdded = "json-added", Additive, JsonRemoved, "a form may be JSON too: `Boat` is `Serialize` and `Deserialize`";
    /// A type can no longer be written and read as JSON.
    JsonRemoved = "json-removed", Breaking, JsonAdded, "a body is a form only: `Boat` is no longer `Serialize` and `Deserialize`";
    /// A request can be made from a response.
    ConversionAdded = "conversion-added", Additive, ConversionRemoved, "all that a request needs is in the response: `BoatRequest::from(boat)`";
    /// A request can no longer be made from a response.
    ConversionRemoved = "conversion-removed", Breaking, ConversionAdded, "a request needs what the response does not have: `BoatRequest::from(boat)` no longer compiles";
    /// A type is a page of a list.
    PagingAdded = "paging-added", Additive, PagingRemoved, "`[[pages]]` appears in `codegen.toml`: `list().items()`";
    /// A type is no longer a page of a list.
    PagingRemoved = "paging-removed", Breaking, PagingAdded, "`[[pages]]` goes from `codegen.toml`: `list().items()` no longer compiles";
    /// A page has items of another type.
    PagingItemChanged = "paging-item-changed", Breaking, PagingItemChanged, "`items` is of another type: `list().items()` yields `BoatSummary` instead of `Boat`";
    /// Pages follow each other in another way.
    PagingWayChanged = "paging-way-changed", None, PagingWayChanged, "`[[pages]]` names another cursor: `list().items()` sends another parameter";

    /// A type has a field more, which no constructor asks for.
    FieldAdded = "field-added", Additive, FieldRemoved, "`draught` appears in `Boat`: `boat.draught`";
    /// A type no longer has a field, which no constructor asked for.
    FieldRemoved = "field-removed", Breaking, FieldAdded, "`draught` goes from `Boat`: `boat.draught` no longer compiles";
    /// A type that requests send needs a field more.
    RequiredFieldAdded = "required-field-added", Breaking, RequiredFieldRemoved, "`berth` appears in `BoatRequest` and is required: `BoatRequest::new(name)` is `BoatRequest::new(name, berth)`";
    /// A type that requests send no longer has a field that it needed.
    RequiredFieldRemoved = "required-field-removed", Breaking, RequiredFieldAdded, "`berth` goes from `BoatRequest`: `BoatRequest::new(name, berth)` is `BoatRequest::new(name)`";
    /// A field is always there, and was not.
    FieldBecameRequired = "field-became-required", Breaking, FieldBecameOptional, "`draught` is listed in `required`: `boat.draught` is an `f64` instead of an `Option<f64>`";
    /// A field is not always there, and was.
    FieldBecameOptional = "field-became-optional", Breaking, FieldBecameRequired, "`draught` goes from `required`: `boat.draught` is an `Option<f64>` instead of an `f64`";
    /// A field that has no value is missing where it was null, or the other way round. Both are
    /// `None`.
    FieldAbsenceChanged = "field-absence-changed", None, FieldAbsenceChanged, "`draught`, which may be null, goes from `required`: `boat.draught` is an `Option<f64>` as before";
    /// A field may be null, and could not.
    FieldBecameNullable = "field-became-nullable", Breaking, FieldBecameNonNull, "`type: [number, \"null\"]`: `request.draught` is a `Field<f64>` instead of an `Option<f64>`";
    /// A field may no longer be null.
    FieldBecameNonNull = "field-became-non-null", Breaking, FieldBecameNullable, "`type: number`: `request.draught` is an `Option<f64>` instead of a `Field<f64>`";
    /// A field has another type.
    FieldTypeChanged = "field-type-changed", Breaking, FieldTypeChanged, "`draught` is a text now: `boat.draught` is a `String`";
    /// A field holds its value in another way.
    FieldHeldChanged = "field-held-changed", Breaking, FieldHeldChanged, "`tender` becomes part of a circle: `boat.tender` is a `Box<Boat>`";
    /// A constructor asks for a field that it filled in.
    ConstantBecameVariable = "constant-became-variable", Breaking, VariableBecameConstant, "`kind` has a second value: `Boat::new()` is `Boat::new(kind)`";
    /// A constructor fills in a field that it asked for.
    VariableBecameConstant = "variable-became-constant", Breaking, ConstantBecameVariable, "`kind` has one value left: `Boat::new(kind)` is `Boat::new()`";
    /// The same field has another name in Rust.
    FieldRenamed = "field-renamed", Breaking, FieldRenamed, "`kind` appears beside `type`: `boat.kind` is `boat.type_`";
    /// The setter of a field has another name.
    SetterRenamed = "setter-renamed", Breaking, SetterRenamed, "`with_clone` goes: `request.clone_(true)` is `request.with_clone(true)`";
    /// A field of a form is sent in another style or media type.
    FieldStyleChanged = "field-style-changed", None, FieldStyleChanged, "`encoding` is changed: `form.tags([\"a\", \"b\"])` sends one part instead of two";
    /// A field is deprecated.
    FieldDeprecated = "field-deprecated", Additive, FieldRestored, "`deprecated: true`: `boat.draught` warns";
    /// A field is no longer deprecated.
    FieldRestored = "field-restored", Docs, FieldDeprecated, "`deprecated: true` goes: `boat.draught` no longer warns";
    /// A type has a field for the properties that have none of their own.
    ExtraAdded = "extra-added", Additive, ExtraRemoved, "`additionalProperties: true`: `boat.extra`";
    /// A type no longer has a field for the properties that have none of their own.
    ExtraRemoved = "extra-removed", Breaking, ExtraAdded, "`additionalProperties` goes: `boat.extra` no longer compiles";
    /// The field for the properties that have none of their own has another type or name.
    ExtraChanged = "extra-changed", Breaking, ExtraChanged, "`additionalProperties: {type: string}`: `boat.extra` holds `String` instead of `Json`";

    /// An enum has a value more. Enums are open: matches have a last arm.
    VariantAdded = "variant-added", Additive, VariantRemoved, "`lug` appears: `Rig::Lug`";
    /// An enum no longer has a value.
    VariantRemoved = "variant-removed", Breaking, VariantAdded, "`lug` goes: `Rig::Lug` no longer compiles";
    /// The same value has another name in Rust.
    VariantRenamed = "variant-renamed", Breaking, VariantRenamed, "`+` appears beside `plus`: `Sign::Plus` is `Sign::Plus2`";

    /// A union has an arm more. Unions are open: matches have a last arm.
    ArmAdded = "arm-added", Additive, ArmRemoved, "`Raft` joins `oneOf`: `Craft::Raft(raft)`";
    /// A union no longer has an arm.
    ArmRemoved = "arm-removed", Breaking, ArmAdded, "`Raft` leaves `oneOf`: `Craft::Raft(raft)` no longer compiles";
    /// The same arm has another name in Rust.
    ArmRenamed = "arm-renamed", Breaking, ArmRenamed, "the arm has a title now: `Craft::Variant1(text)` is `Craft::Name(text)`";
    /// An arm holds another type.
    ArmTypeChanged = "arm-type-changed", Breaking, ArmTypeChanged, "the arm is a number now: `Craft::Code(text)` is `Craft::Code(number)`";
    /// A union can be made from what an arm holds.
    ArmFromAdded = "arm-from-added", Additive, ArmFromRemoved, "one arm is a text: `Craft::from(text)`";
    /// A union can no longer be made from what an arm holds.
    ArmFromRemoved = "arm-from-removed", Breaking, ArmFromAdded, "a second arm is a text: `Craft::from(text)` no longer compiles";
    /// Arms are told apart in another way: by another property, or by other values of it.
    TagChanged = "tag-changed", None, TagChanged, "`discriminator` is changed: `Craft::Raft(raft)` is written with another tag";
    /// An arm stands for other statuses.
    ArmStatusChanged = "arm-status-changed", None, ArmStatusChanged, "`201` becomes `200`: `LaunchResponse::Ok(boat)` stands for another status";

    /// A limit leaves fewer values.
    LimitTightened = "limit-tightened", Docs, LimitLoosened, "`maxLength: 80` of `name` becomes `40`: a sentence in the docs of `Boat::name`";
    /// A limit leaves more values.
    LimitLoosened = "limit-loosened", Docs, LimitTightened, "`maxLength: 40` of `name` becomes `80`: a sentence in the docs of `Boat::name`";
    /// A limit leaves other values.
    LimitChanged = "limit-changed", Docs, LimitChanged, "`pattern` of `name` is changed: a sentence in the docs of `Boat::name`";
    /// A server takes another value for one that is left out, or is now said to take one or not.
    DefaultChanged = "default-changed", Docs, DefaultChanged, "`default: 20` of `page_size` becomes `50`: a sentence in the docs of `page_size`";
    /// The text of a doc comment is another.
    DocsChanged = "docs-changed", Docs, DocsChanged, "`description` of `Boat` is changed, as in the docs of `types::Boat`";
}
