//! Any bytes through every reader: entities, or an error.
#![no_main]

use dateline::gazetteer::readers::{self, Options};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let o = Options::default();
    drop(readers::read_csv(data, &o));
    drop(readers::read_tsv(data, &o));
    drop(readers::read_jsonl(data, &o));
    drop(readers::read_flashtext(data, &o));
    drop(readers::read_spacy(data, &o));
    drop(readers::read_geonames(data, None, &o));
    drop(readers::read_wikidata(data, &o));
    drop(readers::read_petrarch(data, &o));
});
