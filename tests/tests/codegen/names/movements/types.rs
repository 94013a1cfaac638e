//! Movements that would take a name from a type or a member.

use super::{Alone, BOAT, Movement, Step, step};

pub(super) const TYPES: &[Movement] = &[
    Movement {
        name: "an enum gets a nearer owner",
        steps: &[
            step(&["GET /harbours/{id}/ Harbour"], &[("Harbour", "{ sort: sea|river }")]),
            step(
                &["GET /harbours/{id}/ Harbour", "GET /boats/{id}/ Boat"],
                &[("Harbour", "{ sort: sea|river }"), ("Boat", "{ sort: sea|river }")],
            ),
        ],
        kept: &["type HarbourSort = Harbour.sort"],
        alone: Alone::Moves,
    },
    Movement {
        name: "an enum gets a nearer owner and a value",
        steps: &[
            step(&["GET /harbours/{id}/ Harbour"], &[("Harbour", "{ sort: sea|river }")]),
            step(
                &["GET /harbours/{id}/ Harbour", "GET /boats/{id}/ Boat"],
                &[("Harbour", "{ sort: sea|river|lake }"), ("Boat", "{ sort: sea|river|lake }")],
            ),
        ],
        kept: &["type HarbourSort = Harbour.sort"],
        alone: Alone::Moves,
    },
    Movement {
        name: "an enum grows in some of its places",
        steps: &[
            step(
                &["GET /harbours/{id}/ Harbour", "GET /boats/{id}/ Boat"],
                &[("Harbour", "{ sort: sea|river }"), ("Boat", "{ sort: sea|river }")],
            ),
            step(
                &["GET /harbours/{id}/ Harbour", "GET /boats/{id}/ Boat"],
                &[("Harbour", "{ sort: sea|river }"), ("Boat", "{ sort: sea|river|lake }")],
            ),
        ],
        kept: &["type BoatSort = Harbour.sort", "type BoatSortKind = Boat.sort"],
        alone: Alone::Moves,
    },
    Movement {
        name: "a schema takes the name that another has",
        steps: &[
            step(&["GET /boats/{id}/ boat_house"], &[("boat_house", "{ name: text }")]),
            step(
                &["GET /boats/{id}/ boat_house", "GET /docks/{id}/ BoatHouse"],
                &[("boat_house", "{ name: text }"), ("BoatHouse", "{ size: number }")],
            ),
        ],
        kept: &["type BoatHouse = schema boat_house", "type BoatHouseData = schema BoatHouse"],
        alone: Alone::Moves,
    },
    Movement {
        name: "a field takes the name that another has",
        steps: &[
            step(&["GET /boats/ [Boat]"], &[("Boat", "{ type: text }")]),
            step(&["GET /boats/ [Boat]"], &[("Boat", "{ type: text, kind: text }")]),
        ],
        kept: &["member Boat.kind = Boat.type"],
        alone: Alone::Moves,
    },
    Movement {
        name: "schemas are renamed",
        steps: &[
            step(
                &["GET /boats/{id}/ Boat"],
                &[("Boat", "{ name: text, engine: Engine }"), ("Engine", "{ power: number }")],
            ),
            step(
                &["GET /boats/{id}/ Vessel"],
                &[("Vessel", "{ name: text, engine: Motor }"), ("Motor", "{ power: number }")],
            ),
        ],
        kept: &["type Boat = schema Vessel", "type Engine = schema Motor"],
        alone: Alone::Moves,
    },
    Movement {
        name: "schemas swap their names",
        steps: &[
            step(
                &["GET /boats/{id}/ Boat", "GET /ships/{id}/ Ship"],
                &[("Boat", "{ name: text }"), ("Ship", "{ tons: number }")],
            ),
            step(
                &["GET /boats/{id}/ Ship", "GET /ships/{id}/ Boat"],
                &[("Ship", "{ name: text }"), ("Boat", "{ tons: number }")],
            ),
        ],
        kept: &["type Boat = schema Ship", "type Ship = schema Boat"],
        alone: Alone::Moves,
    },
    Movement {
        name: "a schema gets its name from another that is renamed",
        steps: &[
            step(
                &["GET /v1/boats/{id}/ Boat", "GET /v2/boats/{id}/ BoatTwo"],
                &[("Boat", "{ name: text }"), ("BoatTwo", "{ tons: number }")],
            ),
            step(
                &["GET /v1/boats/{id}/ BoatOne", "GET /v2/boats/{id}/ Boat"],
                &[("BoatOne", "{ name: text }"), ("Boat", "{ tons: number }")],
            ),
        ],
        kept: &["type Boat = schema BoatOne", "type BoatTwo = schema Boat"],
        alone: Alone::Moves,
    },
    Movement {
        name: "an answer becomes a component",
        steps: &[
            step(&["GET /boats/{id}/ { name: text, n: number }"], &[]),
            step(&["GET /boats/{id}/ Boat"], &[("Boat", "{ name: text, n: number }")]),
        ],
        kept: &["type GetBoatResponse = schema Boat"],
        alone: Alone::Moves,
    },
    Movement {
        name: "a component becomes an answer",
        steps: &[
            step(&["GET /boats/{id}/ Boat"], &[("Boat", "{ name: text, n: number }")]),
            step(&["GET /boats/{id}/ { name: text, n: number }"], &[]),
        ],
        kept: &["type Boat = boats.get answer"],
        alone: Alone::Moves,
    },
    Movement {
        name: "a schema dies and returns beside one of its name",
        steps: &[
            step(&["GET /boats/{id}/ boat_house"], &[("boat_house", "{ name: text }")]),
            step(&["GET /boats/{id}/ text"], &[]),
            step(
                &["GET /boats/{id}/ boat_house", "GET /docks/{id}/ BoatHouse"],
                &[("boat_house", "{ name: text }"), ("BoatHouse", "{ size: number }")],
            ),
        ],
        kept: &["type BoatHouse = schema boat_house"],
        alone: Alone::Moves,
    },
    Movement {
        name: "a schema would take the name of one that is gone",
        steps: &[
            step(&["GET /boats/{id}/ boat_house"], &[("boat_house", "{ name: text }")]),
            step(&["GET /docks/{id}/ BoatHouse"], &[("BoatHouse", "{ size: number }")]),
        ],
        kept: &[
            "type BoatHouse = schema boat_house; gone",
            "type BoatHouseData = schema BoatHouse",
        ],
        alone: Alone::Moves,
    },
    Movement {
        name: "what was equal has other texts",
        steps: &[
            step(
                &[
                    "POST /boats/{id}/start/a/ { done: text, note: text }",
                    "POST /boats/{id}/start/b/ { done: text, note: text }",
                ],
                &[],
            ),
            step(
                &[
                    "POST /boats/{id}/start/a/ { done: text // one, note: text }",
                    "POST /boats/{id}/start/b/ { done: text // other, note: text }",
                ],
                &[],
            ),
        ],
        kept: &["also BoatStartResponse = boats.start_b answer"],
        alone: Alone::Moves,
    },
    Movement {
        name: "what differed is equal",
        steps: &[
            step(
                &[
                    "POST /boats/{id}/start/a/ { done: text // one, note: text }",
                    "POST /boats/{id}/start/b/ { done: text // other, note: text }",
                ],
                &[],
            ),
            step(
                &[
                    "POST /boats/{id}/start/a/ { done: text, note: text }",
                    "POST /boats/{id}/start/b/ { done: text, note: text }",
                ],
                &[],
            ),
        ],
        kept: &[
            "type BoatStartAResponse = boats.start_a answer",
            "type BoatStartBResponse = boats.start_b answer",
        ],
        alone: Alone::Moves,
    },
    Movement {
        name: "a type is renamed by hand",
        steps: &[
            step(&["GET /boats/{id}/ Boat"], &[("Boat", "{ engine: a|b }")]),
            Step {
                calls: &["GET /boats/{id}/ Boat"],
                schemas: &[("Boat", "{ engine: a|b }")],
                config: "[types]\nBoat = 'Ship'\n",
            },
        ],
        kept: &["type Ship = schema Boat", "type BoatEngine = Ship.engine"],
        alone: Alone::Moves,
    },
    Movement {
        name: "a type that was renamed by hand keeps its name without the entry",
        steps: &[
            Step {
                calls: &["GET /boats/{id}/ Boat"],
                schemas: &[BOAT],
                config: "[types]\nBoat = 'Ship'\n",
            },
            step(&["GET /boats/{id}/ Boat"], &[BOAT]),
        ],
        kept: &["type Ship = schema Boat"],
        alone: Alone::Moves,
    },
    Movement {
        name: "the lock's name is renamed by hand",
        steps: &[
            step(&["GET /boats/{id}/ boat_house"], &[("boat_house", "{ name: text }")]),
            step(
                &["GET /boats/{id}/ boat_house", "GET /docks/{id}/ BoatHouse"],
                &[("boat_house", "{ name: text }"), ("BoatHouse", "{ size: number }")],
            ),
            Step {
                calls: &["GET /boats/{id}/ boat_house", "GET /docks/{id}/ BoatHouse"],
                schemas: &[("boat_house", "{ name: text }"), ("BoatHouse", "{ size: number }")],
                config: "[types]\nBoatHouseData = 'Dock'\n",
            },
        ],
        kept: &["type BoatHouse = schema boat_house", "type Dock = schema BoatHouse"],
        alone: Alone::Moves,
    },
    Movement {
        name: "a read-only field makes two types of one",
        steps: &[
            step(&["POST /boats/ Boat < Boat"], &[("Boat", "{ name: text }")]),
            step(&["POST /boats/ Boat < Boat"], &[("Boat", "{ name: text, id!: number }")]),
        ],
        kept: &["type Boat = schema Boat", "type BoatRequest = schema Boat request"],
        alone: Alone::Stays,
    },
    Movement {
        name: "a type without a name of the document's gives way to another, and returns",
        steps: &[
            step(&["GET /boats/{id}/ { name: text, n: number }"], &[]),
            step(&["GET /boats/{id}/ Vessel"], &[("Vessel", "{ tons: number }")]),
            step(&["GET /boats/{id}/ { name: text, n: number }"], &[]),
        ],
        kept: &["type GetBoatResponse = boats.get answer"],
        alone: Alone::Stays,
    },
];
