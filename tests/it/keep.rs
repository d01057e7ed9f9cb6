//! Saved plans: nothing acknowledged is lost, nobody writes over another, and no other file is touched.

use std::sync::Arc;
use std::thread;

use fairreach::keep::{Draft, KeepError, Plans};

use crate::program::Folder;

fn draft(name: &str) -> Draft {
    Draft {
        name: name.to_owned(),
        author: "Ada".to_owned(),
        comment: "for the committee".to_owned(),
        changes: "[{\"close\":\"ely\"}]".to_owned(),
    }
}

#[test]
fn looking_leaves_no_file_and_the_first_save_makes_it() {
    let folder = Folder::empty();
    let path = folder.path("plans.sqlite");
    let plans = Plans::open(&path).unwrap();
    assert_eq!(plans.list().unwrap(), []);
    assert!(matches!(plans.get(1), Err(KeepError::Unknown(1))));
    assert!(!path.exists());
    let kept = plans.add(&draft("Ten hubs"), 1_000).unwrap();
    assert_eq!((kept.id, kept.revision, kept.saved_ms), (1, 1, 1_000));
    assert_eq!(kept.draft, draft("Ten hubs"));
    // Whoever opens the file later reads the same.
    assert_eq!(Plans::open(&path).unwrap().list().unwrap(), [kept]);
}

#[test]
fn who_has_an_earlier_revision_writes_over_nothing_and_is_told_who_was_first() {
    let folder = Folder::empty();
    let path = folder.path("plans.sqlite");
    let (mine, theirs) = (Plans::open(&path).unwrap(), Plans::open(&path).unwrap());
    let kept = mine.add(&draft("Ten hubs"), 1_000).unwrap();
    let changed = theirs
        .save((kept.id, 1), &draft("Nine hubs"), 2_000)
        .unwrap();
    assert_eq!(changed.revision, 2);
    let refused = mine.save((kept.id, 1), &draft("Eight hubs"), 3_000);
    let Err(KeepError::Newer(newer)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(*newer, changed);
    assert!(
        KeepError::Newer(newer)
            .to_string()
            .contains("Ada saved this plan meanwhile, as revision 2")
    );
    assert!(matches!(
        mine.remove((kept.id, 1), 3_000),
        Err(KeepError::Newer(_))
    ));
    mine.remove((kept.id, 2), 3_000).unwrap();
    assert_eq!(theirs.list().unwrap(), []);
    assert!(matches!(
        theirs.save((kept.id, 3), &draft("x"), 4_000),
        Err(KeepError::Unknown(1))
    ));
    // A number is never given twice, so that an address of a removed plan leads to no other.
    assert_eq!(theirs.add(&draft("Six hubs"), 5_000).unwrap().id, 2);
}

#[test]
fn many_who_save_at_once_lose_nothing() {
    let folder = Folder::empty();
    let path = Arc::new(folder.path("plans.sqlite"));
    let save = |nth: i64| {
        let path = Arc::clone(&path);
        thread::spawn(move || {
            let plans = Plans::open(&path).unwrap();
            let each = (0..20).map(|it| plans.add(&draft(&format!("{nth}-{it}")), it).unwrap().id);
            each.collect::<Vec<_>>()
        })
    };
    let threads: Vec<_> = (0..4).map(save).collect();
    let mut ids: Vec<i64> = threads
        .into_iter()
        .flat_map(|it| it.join().unwrap())
        .collect();
    ids.sort_unstable();
    assert_eq!(ids, (1..=80).collect::<Vec<_>>());
    let list = Plans::open(&path).unwrap().list().unwrap();
    assert_eq!(list.iter().map(|it| it.id).collect::<Vec<_>>(), ids);
}

#[test]
fn a_file_of_something_else_or_of_a_later_version_is_refused_and_left_as_it_is() {
    let folder = Folder::empty();
    folder.write("notes.txt", &"minutes of the meeting\n".repeat(50));
    let text = folder.path("notes.txt");
    assert!(matches!(Plans::open(&text), Err(KeepError::NotOurs(_))));
    assert_eq!(
        folder.read("notes.txt"),
        "minutes of the meeting\n".repeat(50)
    );
    let path = folder.path("plans.sqlite");
    Plans::open(&path)
        .unwrap()
        .add(&draft("Ten hubs"), 1)
        .unwrap();
    // The number of the form stands at byte 60 of the file's header.
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[60..64].copy_from_slice(&2_u32.to_be_bytes());
    std::fs::write(&path, &bytes).unwrap();
    let refused = Plans::open(&path);
    assert!(
        matches!(refused, Err(KeepError::Later { form: 2, .. })),
        "{refused:?}"
    );
}
