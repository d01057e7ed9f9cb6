//! Why a wish cannot be searched for.

use super::Goal;
use crate::ids::SiteId;
use crate::score::Case;

/// Why a wish cannot be searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// No site of the study can offer the service.
    NoSite,
    /// A site would be a member of a network, whose offer hangs on which other members are open.
    Network(SiteId),
    /// There are no travel times by the mode.
    NoTimes,
    /// The service has no standard by the mode, and the wish is about one.
    NoStandard,
    /// No need rate is known, and the wish is about need.
    NoNeed,
    /// There is nobody whom the goal is about.
    Nobody(Goal),
    /// What is wished for hangs on what some sites do not tell: what it is, and those sites.
    Untold(&'static str, Vec<SiteId>),
    /// More people than sums can be exact for.
    TooMany,
    /// A goal that is searched for alone is an axis of a frontier.
    OnlyAlone(Goal),
    /// A goal that is not searched for where a share must be within the standard.
    NoFloor(Goal),
    /// A site is wished open and closed, or goes against a lock.
    Against(SiteId, &'static str),
    /// A site that is wished open or closed does not offer the service.
    NotOffering(SiteId),
}

impl Refused {
    /// What is wrong, in a sentence without a full stop.
    #[must_use]
    pub fn phrase(&self, case: &Case) -> String {
        let name = |it: &SiteId| case.sites[*it].name.as_str();
        match self {
            Self::NoSite => "no site of the study can offer the service".to_owned(),
            Self::Network(site) => format!(
                "{} would be a member of a network, and what a network offers hangs on which of its members are open",
                name(site)
            ),
            Self::NoTimes => "the study has no travel times by this mode".to_owned(),
            Self::NoStandard => "the service has no standard by this mode".to_owned(),
            Self::NoNeed => "no need rate of any area is known".to_owned(),
            Self::Nobody(goal) => {
                format!("{} has no value: {}", goal.phrase(), goal.about_nobody())
            }
            Self::Untold(what, sites) => match sites.as_slice() {
                [] => format!("no {what} are told"),
                [only] => format!("{} tells no {what}", name(only)),
                [first, rest @ ..] => {
                    let sites = if rest.len() == 1 { "site" } else { "sites" };
                    format!(
                        "{} and {} other {sites} tell no {what}",
                        name(first),
                        rest.len()
                    )
                }
            },
            Self::TooMany => "there are more people than can be counted exactly".to_owned(),
            Self::OnlyAlone(goal) => format!(
                "{} can be searched for, and is no figure of a frontier",
                goal.word()
            ),
            Self::NoFloor(goal) => {
                format!("{} is not searched for together with a floor", goal.word())
            }
            Self::Against(site, why) => format!("{} {why}", name(site)),
            Self::NotOffering(site) => {
                format!(
                    "{} does not offer the service, today or as a candidate",
                    name(site)
                )
            }
        }
    }

    /// What to do about it.
    #[must_use]
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::NoSite => "give a site that offers it, existing or candidate",
            Self::Network(_) => {
                "leave the tier out of --tiers, or give the site another tier in its file"
            }
            Self::NoTimes => "give another --mode, or the study roads or times for it",
            Self::NoStandard => {
                "give the service a standard by this mode, or search for another --goal"
            }
            Self::Nobody(_) => "search for another --goal",
            Self::NoNeed => "give [deprivation] a need column, or search for another --goal",
            Self::Untold(..) => {
                "add it to the rows of these sites, or leave it out of what is wished for"
            }
            Self::TooMany => "search a part of the study",
            Self::OnlyAlone(_) => "leave it out of --frontier, or make it the --goal",
            Self::NoFloor(_) => "leave out the floor and --everyone, or search for another --goal",
            Self::Against(..) => "take it out of --fix or --shut",
            Self::NotOffering(_) => "name a site that offers the service",
        }
    }
}
