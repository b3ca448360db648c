// What the scripts say, in the language of the page: web/words.py hands it over as it is.

export const WORDS = JSON.parse(document.getElementById("words").textContent);

const { lang } = document.documentElement;
const plural = new Intl.PluralRules(lang);
const numbers = new Intl.NumberFormat(`${lang}-u-nu-latn`);

// What is filled in is not read again.
export const filled = (message, values) => message.replace(/\{(\w+)\}/g, (_, name) => values[name]);

export function numbered(name, number) {
  const forms = WORDS[name];
  return filled(forms[plural.select(number)] ?? forms.other, { n: numbers.format(number) });
}

export const listed = (parts) => parts.join(WORDS.separator);

// "roadmap (you wrote raodmap)", from pairs of what was asked and what was found.
export const instead = (pairs) => listed(pairs.map(([asked, found]) => filled(WORDS.instead, { asked, found })));
