//! Movements that would take a name from a call or a resource.

use super::{Alone, BOAT, MARK, Movement, Step, step};

pub(super) const CALLS: &[Movement] = &[
    Movement {
        name: "a newer version of a call appears",
        steps: &[
            step(&["GET /v1/boats/ [Boat]"], &[BOAT]),
            step(&["GET /v1/boats/ [Boat]", "GET /v2/boats/ [Boat]"], &[BOAT]),
        ],
        kept: &["call boats.list = GET /v1/boats/", "call v2.boats.list = GET /v2/boats/"],
        alone: Alone::Moves,
    },
    Movement {
        name: "a newer version appears of a call that has none in its path",
        steps: &[
            step(&["GET /boats/ [Boat]"], &[BOAT]),
            step(&["GET /boats/ [Boat]", "GET /v2/boats/ [Boat]"], &[BOAT]),
        ],
        kept: &["call boats.list = GET /boats/", "call v2.boats.list = GET /v2/boats/"],
        alone: Alone::Moves,
    },
    Movement {
        name: "the mark of the preferred version moves",
        steps: &[
            Step {
                calls: &["GET /v1/boats/ [Boat] + x-mark", "GET /v2/boats/ [Boat]"],
                schemas: &[BOAT],
                config: MARK,
            },
            Step {
                calls: &["GET /v1/boats/ [Boat]", "GET /v2/boats/ [Boat] + x-mark"],
                schemas: &[BOAT],
                config: MARK,
            },
        ],
        kept: &["call boats.list = GET /v1/boats/", "call v2.boats.list = GET /v2/boats/"],
        alone: Alone::Moves,
    },
    Movement {
        name: "the preferred version is decided by hand",
        steps: &[
            step(&["GET /v1/boats/ [Boat]"], &[BOAT]),
            Step {
                calls: &["GET /v2/boats/ [Boat]"],
                schemas: &[BOAT],
                config: "[methods]\n'GET /v2/boats/' = 'boats.list_all'\n",
            },
        ],
        kept: &["call boats.list = GET /v1/boats/; gone", "call boats.list_all = GET /v2/boats/"],
        alone: Alone::Moves,
    },
    Movement {
        name: "a call takes the name that another has",
        steps: &[
            step(&["GET /boats/in_port/ [Boat]"], &[BOAT]),
            step(&["GET /boats/in-port/ [Boat]", "GET /boats/in_port/ [Boat]"], &[BOAT]),
        ],
        kept: &["call boats.in_port = GET /boats/in_port/"],
        alone: Alone::Moves,
    },
    Movement {
        name: "a schema takes the name of a handle",
        steps: &[
            step(&["GET /boats/ [Boat]"], &[BOAT]),
            step(
                &["GET /boats/ [Boat]", "GET /boats/all/ Boats"],
                &[BOAT, ("Boats", "{ n: number }")],
            ),
        ],
        kept: &["resource Boats = boats"],
        alone: Alone::Moves,
    },
    Movement {
        name: "a call dies and returns beside a newer version",
        steps: &[
            step(&["GET /v1/boats/ [Boat]"], &[BOAT]),
            step(&["GET /v2/boats/ [Boat]"], &[BOAT]),
            step(&["GET /v1/boats/ [Boat]", "GET /v2/boats/ [Boat]"], &[BOAT]),
        ],
        kept: &["call boats.list = GET /v1/boats/", "call v2.boats.list = GET /v2/boats/"],
        alone: Alone::Moves,
    },
    Movement {
        name: "a call would take the name of one that is gone",
        steps: &[
            step(&["GET /boats/ [Boat]"], &[BOAT]),
            step(&["GET /fleet/boats/ [Boat]", "GET /boats [Boat]"], &[BOAT]),
        ],
        kept: &["call boats.list = GET /boats/; gone", "call boats.get_list = GET /boats"],
        alone: Alone::Moves,
    },
    Movement {
        name: "the selection changes",
        steps: &[
            Step {
                calls: &["GET /v1/boats/ [Boat] + x-mark", "GET /v2/boats/ [Boat]"],
                schemas: &[BOAT],
                config: "[select]\nexclude = ['GET /v1/*']\n",
            },
            Step {
                calls: &["GET /v1/boats/ [Boat] + x-mark", "GET /v2/boats/ [Boat]"],
                schemas: &[BOAT],
                config: MARK,
            },
        ],
        kept: &["call boats.list = GET /v2/boats/", "call v1.boats.list = GET /v1/boats/"],
        alone: Alone::Moves,
    },
    Movement {
        name: "the value in a path has another name",
        steps: &[
            step(&["GET /v1/boats/{id}/ Boat"], &[BOAT]),
            step(&["GET /v1/boats/{pk}/ Boat", "GET /v2/boats/{pk}/ Boat"], &[BOAT]),
        ],
        kept: &["call boats.get = GET /v1/boats/{pk}/", "call v2.boats.get = GET /v2/boats/{pk}/"],
        alone: Alone::Moves,
    },
    Movement {
        name: "a resource is renamed by hand",
        steps: &[
            step(&["GET /boats/ [Boat]"], &[BOAT]),
            Step {
                calls: &["GET /boats/ [Boat]"],
                schemas: &[BOAT],
                config: "[resources.rename]\nboats = 'ships'\n",
            },
        ],
        kept: &["call ships.list = GET /boats/", "resource Boats = boats; gone"],
        alone: Alone::Moves,
    },
    Movement {
        name: "calls are listed in another order",
        steps: &[
            step(&["GET /boats/ [Boat]", "GET /docks/ [Boat]"], &[BOAT]),
            step(&["GET /docks/ [Boat]", "GET /boats/ [Boat]"], &[BOAT]),
        ],
        kept: &["call boats.list = GET /boats/", "call docks.list = GET /docks/"],
        alone: Alone::Stays,
    },
];
