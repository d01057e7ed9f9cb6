//! Areas and sites that a table calls by their names, where it has no codes or ids.

use std::collections::BTreeMap;

/// What a key of a table stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meant<I> {
    /// The code or id itself.
    Key(I),
    /// The name of one place, and of no other.
    Name(I),
    /// A name that several places share.
    Shared(Vec<I>),
    /// No place of the study.
    Nothing,
}

/// The places of a study by their names, capitals and white space aside.
#[derive(Clone, Debug)]
pub(super) struct Names<I>(BTreeMap<String, Vec<I>>);

impl<I: Copy> Names<I> {
    pub(super) fn of<'a>(places: impl Iterator<Item = (I, &'a str)>) -> Self {
        let mut names: BTreeMap<String, Vec<I>> = BTreeMap::new();
        for (place, name) in places {
            names.entry(folded(name)).or_default().push(place);
        }
        Self(names)
    }

    /// What a key means whose place, if it is a code or an id, is `own`: a code goes before a name.
    pub(super) fn meant(&self, key: &str, own: Option<I>) -> Meant<I> {
        if let Some(own) = own {
            return Meant::Key(own);
        }
        match self.0.get(&folded(key)).map(Vec::as_slice) {
            None | Some([]) => Meant::Nothing,
            Some([only]) => Meant::Name(*only),
            Some(several) => Meant::Shared(several.to_vec()),
        }
    }
}

fn folded(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{Meant, Names};

    #[test]
    fn a_key_is_a_code_before_it_is_a_name() {
        let names = Names::of([(0, "Ely"), (1, "March  North"), (2, "ELY")].into_iter());
        assert_eq!(names.meant("x", Some(7)), Meant::Key(7));
        assert_eq!(names.meant("march\u{a0}north", None), Meant::Name(1));
        assert_eq!(names.meant("Ely", None), Meant::Shared(vec![0, 2]));
        assert_eq!(names.meant("Wisbech", None), Meant::Nothing);
    }
}
