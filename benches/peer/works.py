"""What everyone is asked: as in `../crates/src/works.rs`."""

MATRICES = [("500 x 80", 500, 80), ("5,000 x 500", 5_000, 500)]
PREPARATION = "preparation"
ONE_TO_ALL = "one to all"
CATCHMENT = "catchment of 15 minutes"
NEAREST = "nearest of 80 for every node"
HORIZON = 9_000
SOURCES = 32
CATCHMENTS = 256
NEAREST_OF = 80
LARGE = 1_000_000
