//! Who pays.

/// Who pays for a service, or for a line of a site's cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Funder {
    /// The id in study files and tables, such as `public-health-ring-fence`.
    pub id: String,
    /// The name people know.
    pub name: String,
    /// Whether its money may be spent on nothing else, so that it is told apart in every sum.
    pub ring_fenced: bool,
}
