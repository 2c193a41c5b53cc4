//! The linter of name lists: the built-in lists are clean, and each fault is found where it stands.

use dateline::gazetteer::lint::{FaultKind, lint, lint_as, lists};
use dateline::gazetteer::readers;
use std::path::{Path, PathBuf};

fn actors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/lexicons/actors")
}

/// A folder of its own for one test, with these files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    for (file, data) in files {
        std::fs::write(folder.join(file), data).expect("a file");
    }
    folder
}

#[test]
fn the_built_in_lists_are_clean() {
    let report = lint(&[actors()]).expect("the folder is there");
    assert!(report.faults.is_empty(), "{report}");
    for (kind, least) in [
        ("state", 190),
        ("armed_group", 150),
        ("armed_forces", 120),
        ("intl_org", 80),
        ("party", 120),
        ("media", 80),
        ("ngo", 60),
        ("ethnic", 60),
        ("person", 600),
    ] {
        assert!(report.entries.get(kind).is_some_and(|&n| n >= least), "{kind}: fewer than {least}\n{report}");
    }
}

#[test]
fn each_fault_has_its_line() {
    let rows = "id,name,label,kind,country,aliases\n\
        # a comment\n\
        org:tide,Tide Movement,actor,party,NOR,Tide=exact|TM=exact\n\
        org:tide,Tide Front,actor,party,Norway,TM=exact\n\
        org:wave,Wave,actor,party,,\n\
        org:reef,Reef Union,actor,party,,Reef Union|Reef  Folk|R|RU=loud\n\
        org:none,,actor,party,,\n\
        org:long,Long List,actor,party,,LL=exact,one,more\n";
    let report = lint(&[folder("faults", &[("a.csv", rows)])]).expect("read");
    let got: Vec<(u64, FaultKind)> = report.faults.iter().map(|f| (f.line, f.kind)).collect();
    let want = [
        (4, FaultKind::DuplicateId),
        (4, FaultKind::BadCountry),
        (5, FaultKind::CommonWord),
        (6, FaultKind::Unreadable),
        (6, FaultKind::Untidy),
        (6, FaultKind::NotAName),
        (7, FaultKind::Unreadable),
        (8, FaultKind::Unreadable),
    ];
    for fault in want {
        assert!(got.contains(&fault), "{fault:?} is missing\n{report}");
    }
    assert_eq!(got.len(), want.len(), "{report}");
}

#[test]
fn what_the_reader_leaves_out_is_a_fault() {
    let rows = "\u{feff}# about\r\nid,name,label,lat,lon,colour\r\n\r\nx:1,Ostvik,place,59,10,red\r\n\
        x:2,Vestvik,plce,59,10,\r\nx:3,Nordvik,place,95,10,\r\nx:4,\"Sorvik,place,59,10,\r\n";
    let report = lint(&[folder("reader", &[("a.csv", rows)])]).expect("read");
    let got: Vec<(u64, FaultKind)> = report.faults.iter().map(|f| (f.line, f.kind)).collect();
    let want = [
        (2, FaultKind::UnknownColumn),
        (5, FaultKind::Unreadable),
        (6, FaultKind::Unreadable),
        (7, FaultKind::Unreadable),
    ];
    assert_eq!(got, want, "{report}");
    let read = readers::read_csv(rows.as_bytes(), &readers::Options::default()).expect("read");
    assert_eq!(read.card.rejected.iter().map(|r| r.line).collect::<Vec<_>>(), [5, 6, 7]);
    assert_eq!(report.entries.values().sum::<usize>(), read.entities.len());
}

#[test]
fn files_are_read_as_they_are_said_to_be() {
    let folder = folder("named", &[("names.txt", "name\tid\nOslo, Norway\tx:1\n"), ("notes.csv", "colour\nred\n")]);
    assert!(lint_as(&[folder.join("names.txt")], Some(true)).expect("read").faults.is_empty());
    assert_eq!(lint_as(&[folder.join("names.txt")], None).expect("read").faults.len(), 1);
    assert_eq!(lists(&folder).expect("read"), Vec::<PathBuf>::new());
    assert!(lists(&actors()).expect("read").len() > 5);
}

#[test]
fn a_shared_alias_needs_a_rule_with_a_reason() {
    let rows = "id,name,aliases\norg:a,North Army,NA=exact\norg:b,Nordic Aid,NA=exact\n";
    let found = |rule: &str, name: &str| {
        let shared = format!("alias,ids,reason\n{rule}");
        let report = lint(&[folder(name, &[("a.csv", rows), ("shared_aliases.csv", &shared)])]).expect("read");
        report.faults.iter().map(|f| f.kind).collect::<Vec<_>>()
    };
    assert_eq!(found("", "no-rule"), [FaultKind::TwoOwners]);
    assert_eq!(found("NA,org:a|org:b,the country in play decides\n", "rule"), []);
    assert_eq!(found("NA,org:a|org:b,\n", "no-reason"), [FaultKind::BadRule]);
    assert_eq!(found("NA,org:a|org:b|org:c,far apart\n", "stranger"), [FaultKind::BadRule]);
}

#[test]
fn a_single_file_must_be_a_list_of_names() {
    let folder =
        folder("single", &[("notes.csv", "colour,size\nred,1\n"), ("t.tsv", "id\tname\nx:1\tOslo \"Harbour\n")]);
    let report = lint(&[folder.join("notes.csv")]).expect("read");
    assert_eq!(report.faults.len(), 1, "{report}");
    assert!(lint(&[folder.join("t.tsv")]).expect("read").faults.is_empty());
    assert!(lint(&[folder.join("missing.csv")]).is_err());
}
