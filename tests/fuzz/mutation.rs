//! Bytes spoilt in the ways that files are spoilt, and in those that parsers stumble over.

use std::ops::Range;

use super::chance::Chance;

/// No input grows beyond this.
const LONGEST: usize = 1 << 16;

/// Bytes at the edges of what formats allow.
const BYTES: [u8; 22] = [
    0, 1, 2, 9, 10, 13, 32, 34, 39, 44, 45, 46, 48, 57, 59, 0x7F, 0x80, 0x81, 0xBF, 0xC0, 0xFE,
    0xFF,
];

/// Numbers at the edges of what binary formats hold.
const NUMBERS: [u64; 12] = [
    0,
    1,
    0x7F,
    0xFF,
    0x7FFF,
    0xFFFF,
    0x7FFF_FFFF,
    0x8000_0000,
    0xFFFF_FFFF,
    0x7FFF_FFFF_FFFF_FFFF,
    0x8000_0000_0000_0000,
    u64::MAX,
];

/// Numbers as text that are none, or no sensible ones.
const WORDS: [&[u8]; 20] = [
    b"0",
    b"-0",
    b"-1",
    b"1",
    b"0.5",
    b"1e308",
    b"-1e308",
    b"1e309",
    b"5e-324",
    b"NaN",
    b"inf",
    b"-inf",
    b"",
    b"9007199254740993",
    b"18446744073709551616",
    b"-9223372036854775809",
    b"4294967296",
    b"1,234",
    b"0x10",
    b"*",
];

/// A seed after one to sixteen changes, mostly few; `other` is spliced in now and then, and `tokens` are words of the format.
pub(crate) fn mutated(chance: &mut Chance, seed: &[u8], other: &[u8], tokens: &[&[u8]]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    let most = 1 + chance.below(5);
    for _ in 0..1 << chance.below(most) {
        change(chance, &mut bytes, other, tokens);
        bytes.truncate(LONGEST);
    }
    bytes
}

fn change(chance: &mut Chance, bytes: &mut Vec<u8>, other: &[u8], tokens: &[&[u8]]) {
    match chance.below(14) {
        0 | 1 => {
            if let Some(it) = place(chance, bytes) {
                bytes[it] ^= 1 << chance.below(8);
            }
        }
        2 => {
            if let Some(it) = place(chance, bytes) {
                bytes[it] = *chance.one(&BYTES);
            }
        }
        3 => {
            if let Some(it) = place(chance, bytes) {
                bytes[it] = chance.byte();
            }
        }
        4 | 5 => number_as_text(chance, bytes),
        6 => number_as_bytes(chance, bytes),
        7 => bytes.truncate(chance.below(bytes.len() + 1)),
        8 => drop(bytes.drain(span(chance, bytes))),
        9 => repeated(chance, bytes),
        10 if !tokens.is_empty() => {
            let token: Vec<u8> = chance.one(tokens).to_vec();
            let at = chance.below(bytes.len() + 1);
            drop(bytes.splice(at..at, token));
        }
        11 if !tokens.is_empty() => {
            let token: Vec<u8> = chance.one(tokens).to_vec();
            drop(bytes.splice(span(chance, bytes), token));
        }
        12 => {
            let piece: Vec<u8> = other[span(chance, other)].to_vec();
            drop(bytes.splice(span(chance, bytes), piece));
        }
        _ => line(chance, bytes),
    }
}

fn place(chance: &mut Chance, bytes: &[u8]) -> Option<usize> {
    (!bytes.is_empty()).then(|| chance.below(bytes.len()))
}

/// A stretch, mostly short.
fn span(chance: &mut Chance, bytes: &[u8]) -> Range<usize> {
    let start = chance.below(bytes.len() + 1);
    let longest = 1 << chance.below(12);
    let length = chance.below((bytes.len() - start).min(longest) + 1);
    start..start + length
}

/// Puts an odd number in the place of one that stands there as text.
fn number_as_text(chance: &mut Chance, bytes: &mut Vec<u8>) {
    let from = chance.below(bytes.len() + 1);
    let digit = |it: &u8| it.is_ascii_digit();
    let Some(start) = bytes[from..].iter().position(digit).map(|it| from + it) else {
        return;
    };
    let length = bytes[start..].iter().take_while(|it| digit(it)).count();
    let word: Vec<u8> = chance.one(&WORDS).to_vec();
    drop(bytes.splice(start..start + length, word));
}

/// Overwrites some bytes with a number of one, two, four or eight, or of as many as a varint has.
fn number_as_bytes(chance: &mut Chance, bytes: &mut [u8]) {
    let Some(at) = place(chance, bytes) else {
        return;
    };
    let number = chance
        .one(&NUMBERS)
        .wrapping_add(chance.next() % 3)
        .wrapping_sub(1);
    let size = 1 << chance.below(4);
    let written = match chance.below(3) {
        0 => number.to_le_bytes()[..size].to_vec(),
        1 => number.to_be_bytes()[8 - size..].to_vec(),
        _ => varint(number),
    };
    for (byte, it) in bytes[at..].iter_mut().zip(written) {
        *byte = it;
    }
}

fn varint(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 0x80 {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
    bytes
}

/// Puts a stretch in once more or many times more, where it stands or elsewhere.
fn repeated(chance: &mut Chance, bytes: &mut Vec<u8>) {
    let span = span(chance, bytes);
    let most = LONGEST / span.len().max(1);
    let times = (1 << chance.below(10)).min(most);
    let at = if chance.below(2) == 0 {
        span.end
    } else {
        chance.below(bytes.len() + 1)
    };
    let copies = bytes[span].repeat(chance.below(times) + 1);
    drop(bytes.splice(at..at, copies));
}

/// Takes out a line, puts it in twice or puts it elsewhere.
fn line(chance: &mut Chance, bytes: &mut Vec<u8>) {
    let mut lines: Vec<Vec<u8>> = bytes
        .split_inclusive(|it| *it == b'\n')
        .map(<[u8]>::to_vec)
        .collect();
    if lines.is_empty() {
        return;
    }
    let (from, to) = (chance.below(lines.len()), chance.below(lines.len()));
    match chance.below(3) {
        0 => drop(lines.remove(from)),
        1 => lines.insert(to, lines[from].clone()),
        _ => lines.swap(from, to),
    }
    *bytes = lines.concat();
}
