//! Who is where: seconds, children who are served, children within the standard, and the longest journey, run by run.

#![expect(
    clippy::inline_always,
    reason = "kernels must be compiled inside the function that chooses the widest instructions"
)]

use pulp::{Arch, NullaryFnOnce};

use super::lanes::{Block, Crowd, LANES, Lanes, NEVER, People};

/// What is counted of some areas.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Tally {
    /// Σ people × seconds of those who are served.
    pub(super) seconds: f64,
    /// People whom an open site serves.
    pub(super) served: f64,
    /// People within the standard.
    pub(super) within: f64,
    /// The longest journey of those who are served, in seconds; 0 where nobody is.
    pub(super) longest: u16,
}

impl Tally {
    /// Both together.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            seconds: self.seconds + other.seconds,
            served: self.served + other.served,
            within: self.within + other.within,
            longest: self.longest.max(other.longest),
        }
    }
}

/// Adds what is counted of every block to the tally of its run. Without a standard nobody asks who is within it.
pub(super) fn tally(
    arch: Arch,
    (people, blocks): (&People, &[Block]),
    least: &[Lanes<u16>],
    standard: Option<u16>,
    runs: &mut [Tally],
) {
    match people {
        People::Whole(people) => arch.dispatch(Count {
            people,
            blocks,
            least,
            standard,
            runs,
        }),
        People::Parts(people) => arch.dispatch(Count {
            people,
            blocks,
            least,
            standard,
            runs,
        }),
    }
}

struct Count<'a, P> {
    people: &'a [Lanes<P>],
    blocks: &'a [Block],
    least: &'a [Lanes<u16>],
    standard: Option<u16>,
    runs: &'a mut [Tally],
}

impl<P: Crowd> NullaryFnOnce for Count<'_, P> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        for block in self.blocks {
            let (people, least) = (
                &self.people[block.rows.clone()],
                &self.least[block.rows.clone()],
            );
            let run = &mut self.runs[block.run];
            *run = run.and(of_block(people, least, self.standard.unwrap_or(0)));
        }
    }
}

#[inline(always)]
fn of_block<P: Crowd>(people: &[Lanes<P>], least: &[Lanes<u16>], standard: u16) -> Tally {
    let (mut seconds, mut served, mut within) = (
        [P::default(); LANES],
        [P::default(); LANES],
        [P::default(); LANES],
    );
    let mut longest = [0_u16; LANES];
    for (people, least) in people.iter().zip(least) {
        for lane in 0..LANES {
            let (who, time) = (people[lane], least[lane]);
            let nobody = P::default();
            let journey = if time == NEVER { 0 } else { time };
            longest[lane] = longest[lane].max(journey);
            seconds[lane] = seconds[lane].plus(who.times(journey));
            served[lane] = served[lane].plus(if time == NEVER { nobody } else { who });
            within[lane] = within[lane].plus(if time <= standard { who } else { nobody });
        }
    }
    Tally {
        seconds: P::total(&seconds),
        served: P::total(&served),
        within: P::total(&within),
        longest: longest.into_iter().fold(0, u16::max),
    }
}
