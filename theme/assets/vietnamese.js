// Reduces Vietnamese text to what it is compared by; planbook/vietnamese/alphabet.py says why.

export const WORD = /\p{Nd}+|[\p{L}\p{Nl}\p{No}][\p{L}\p{Nl}\p{No}\u0300-\u036f]*/gu;

const MARKS = /[\u0300-\u036f]/g;
const TONE = /[\u0300\u0309\u0303\u0301\u0323]/g;
const VOWEL = "[aeiouy][\u0302\u0306\u031b]?";
const SYLLABLE = new RegExp(`^(qu|gi(?=[aeiouy])|[^aeiouy]*)((?:${VOWEL})+)([^aeiouy]*)$`);
const I_OR_Y = /^(?:[hklmst]|qu)$/;

const known = new Map();

export function words(text) {
  const small = text.replace(/[ÐƉðɖ]/g, "đ").normalize("NFKC").toLowerCase().normalize("NFKC");
  return (small.match(WORD) ?? []).map((word) => {
    if (!known.has(word)) known.set(word, canonicalWord(word));
    return known.get(word);
  });
}

export function stripMarks(text) {
  return text.normalize("NFD").replace(MARKS, "").replaceAll("đ", "d");
}

function canonicalWord(word) {
  if (/^\p{Nd}/u.test(word)) return word.replace(/^0+(?=.)/, "");
  const letters = word.normalize("NFD");
  const tones = letters.match(TONE) ?? [];
  const syllable = SYLLABLE.exec(letters.replace(TONE, ""));
  if (tones.length > 1 || !syllable) return word.normalize("NFC");
  const [, head, vowels, tail] = syllable;
  const open = vowels === "i" && !tail && I_OR_Y.test(head) ? "y" : vowels;
  const parts = open.match(new RegExp(VOWEL, "g"));
  parts[tonePlace(parts, tail)] += tones.join("");
  return (head + parts.join("") + tail).normalize("NFC");
}

function tonePlace(vowels, tail) {
  const shaped = vowels.findLastIndex((vowel) => vowel.length > 1);
  if (shaped >= 0) return shaped;
  return tail ? vowels.length - 1 : (vowels.length - 1) >> 1;
}
