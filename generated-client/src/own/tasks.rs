//! Whole programs by task. Each is a file of the package (`examples/`) and is run by its tests.
//!
//! They read the key from `CEKURA_API_KEY`, take ids as arguments, and return errors, whose
//! messages say what to do. The program of an application would have a [`Client`](crate::Client)
//! already; it is cheap to clone.
//!
//! # The job of a CI
//!
//! The tests are a file in the repository, beside what they test ([`test_suite`]). A start is never
//! repeated, since a second one would place and bill every call twice; so the id of the result is
//! kept first, and polls, which are repeated, do the rest. A program that ends does not end its
//! calls, so an interrupt does it. That a result is completed does not mean that it passed: the
//! [`verdict`] says so.
//!
//! ```sh
//! run_suite 2718 95 # the agent, and the per cent of runs that must pass
//! ```
//!
//! [`test_suite`]: crate::test_suite
//! [`verdict`]: crate::verdict
#![cfg_attr(feature = "test-suite", doc = "```no_run")]
#![cfg_attr(not(feature = "test-suite"), doc = "```ignore")]
#![doc = include_str!("../../examples/run_suite.rs")]
#![doc = "```"]
//!
//! # The calls of the last week
//!
//! A list is a stream of items, over all pages; the next page is fetched when it is needed.
//!
//! ```no_run
#![doc = include_str!("../../examples/calls_of_last_week.rs")]
//! ```
//!
//! # Scenarios with a tag, changed together
//!
//! What is left out of a change stays as it is. One call changes all of the scenarios or, if one
//! cannot be changed, none.
//!
//! ```no_run
#![doc = include_str!("../../examples/change_by_tag.rs")]
//! ```
//!
//! # Files for a knowledge base
//!
//! Files are streamed from disk, with their names and types; a file that cannot be read is an error
//! before anything is sent.
//!
//! ```no_run
#![doc = include_str!("../../examples/upload_knowledge_base.rs")]
//! ```
//!
//! # A production call, sent
//!
//! For calls that no integration reports. The evaluation runs in the background and takes up to a
//! minute.
//!
//! ```no_run
#![doc = include_str!("../../examples/send_call.rs")]
//! ```
//!
//! # A metric with a preview
//!
//! A metric is tried on calls that there are before it judges those to come.
//!
//! ```no_run
#![doc = include_str!("../../examples/preview_metric.rs")]
//! ```
//!
//! # The events of webhooks, received
//!
//! With the feature `webhooks`, here in a server of axum; the guide has a function for any other.
//! The secret is all that proves the origin of a request.
#![cfg_attr(feature = "webhooks", doc = "```no_run")]
#![cfg_attr(not(feature = "webhooks"), doc = "```ignore")]
#![doc = include_str!("../../examples/webhook_receiver.rs")]
#![doc = "```"]
//!
//! # A table without async
//!
//! With the feature `blocking`; streams are iterators then.
#![cfg_attr(feature = "blocking", doc = "```no_run")]
#![cfg_attr(not(feature = "blocking"), doc = "```ignore")]
#![doc = include_str!("../../examples/table_of_results.rs")]
#![doc = "```"]
//!
//! # Metrics of the calls of a program
//!
//! One hook is told of every call, with the names of OpenTelemetry.
//!
//! ```no_run
#![doc = include_str!("../../examples/prometheus.rs")]
//! ```
