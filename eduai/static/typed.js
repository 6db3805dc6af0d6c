// What people type (1/2, x=2 또는 x=3, √2, x^2) as LaTeX, read as the grader reads it: a product so far over
// the one factor that follows, so 2x/3 is (2x)/3 and 1/2x is (1/2)x.
"use strict";

const MATHS =
  /[0-9a-zA-Z)]\s*[/^*<>=≤≥±×÷:]|[√π²³½⅓⅔¼¾≤≥±∞]|sqrt|(?<![a-z])pi(?![a-z])|(?<![a-z])[a-z]\s*[-+−]\s*(?:\d|[a-z](?![a-z]))/i;
const TOKEN =
  /\s+|\d{1,3}(?:,\d{3})+(?![\d])|\d+(?:\.\d+)?|sqrt|pi|log|ln|sin|cos|tan|[a-zA-Z]|<=|>=|!=|[가-힣ㄱ-ㅎ]+|[①-⑩]|./gsu;
const WORDS = { pi: "\\pi ", log: "\\log ", ln: "\\ln ", sin: "\\sin ", cos: "\\cos ", tan: "\\tan ", "π": "\\pi " };
const SIGNS = { "≤": "\\le ", "<=": "\\le ", "≥": "\\ge ", ">=": "\\ge ", "≠": "\\ne ", "!=": "\\ne ", "±": "\\pm ", "−": "-", "–": "-" };
const TIMES = { "*": "\\times ", "×": "\\times ", "·": "\\cdot ", "÷": "\\div " };
const RAISED = { "²": "^{2}", "³": "^{3}" };
const HALVES = { "½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4" };

class TypedReader {
  constructor(text) {
    const narrow = text.replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
    this.tokens = narrow.match(TOKEN) ?? [];
    this.place = 0;
  }

  next() {
    return this.tokens[this.place];
  }

  skipSpace() {
    while (this.next() !== undefined && !this.next().trim()) this.place += 1;
  }

  // Everything up to a closing bracket or the end, in parts: one ends after each word and each comma.
  parts() {
    const done = [];
    let part = "";
    let product = "";
    for (this.skipSpace(); this.next() !== undefined && this.next() !== ")"; this.skipSpace()) {
      const token = this.next();
      if (token === "/") {
        this.place += 1;
        this.skipSpace();
        const under = this.factor();
        product = product && under ? `\\frac{${product}}{${under.bare}}` : `${product}/${under?.bare ?? ""}`;
      } else if (token in TIMES) {
        this.place += 1;
        product += TIMES[token];
      } else {
        const factor = this.factor();
        if (factor) product = this.joined(product, factor);
        else {
          this.place += 1;
          part += product + this.sign(token);
          product = "";
          if (/[가-힣,]/.test(token)) {
            done.push(part);
            part = "";
          }
        }
      }
    }
    return [...done, part + product];
  }

  // A whole number before a fraction is a mixed number: 3 1/2.
  joined(product, factor) {
    const over = this.tokens.slice(this.place, this.place + 2);
    if (/^\d+$/.test(product) && /^\d+$/.test(factor.bare) && over[0] === "/" && /^\d+$/.test(over[1] ?? "")) {
      this.place += 2;
      return `${product}\\frac{${factor.bare}}{${over[1]}}`;
    }
    return product + factor.whole;
  }

  sign(token) {
    if (/[가-힣ㄱ-ㅎ①-⑩]/.test(token)) return `\\text{ ${token} }`;
    if (token === "%") return "\\%";
    if (token === "°") return "^{\\circ}";
    if (token === "∞") return "\\infty ";
    if (token === ",") return ",\\ ";
    if (/^[-+=<>:|!;.]$/.test(token)) return token === ":" ? "\\mathbin{:}" : token;
    return SIGNS[token] ?? `\\text{${token.replace(/[\\{}$&#^_~%]/g, "\\$&")}}`;
  }

  // One number, letter, root or bracket with its powers; null where none starts here.
  factor() {
    const found = this.atom();
    if (!found) return null;
    for (;;) {
      const token = this.next();
      if (token in RAISED) {
        this.place += 1;
        found.whole += RAISED[token];
      } else if (token === "^") {
        this.place += 1;
        const minus = this.next() === "-" ? "-" : "";
        if (minus) this.place += 1;
        found.whole += `^{${minus}${this.atom()?.bare ?? ""}}`;
      } else break;
      found.bare = found.whole;
    }
    return found;
  }

  atom() {
    const token = this.next();
    if (token === undefined) return null;
    if (/^\d/.test(token) || /^[a-zA-Z]$/.test(token)) return this.taken(token.replaceAll(",", "{,}"));
    if (token in WORDS) return this.taken(WORDS[token]);
    if (token in HALVES) return this.taken(`\\frac{${HALVES[token].replace("/", "}{")}}`);
    if (token === "√" || token === "sqrt") {
      this.place += 1;
      this.skipSpace();
      const under = `\\sqrt{${this.atom()?.bare ?? ""}}`;
      return { whole: under, bare: under };
    }
    if (token !== "(") return null;
    this.place += 1;
    const inside = this.parts().join("");
    const end = this.next() === ")" ? ")" : "";
    if (end) this.place += 1;
    return { whole: `(${inside}${end}`, bare: end ? inside : `(${inside}` };
  }

  taken(latex) {
    this.place += 1;
    return { whole: latex, bare: latex };
  }
}

// The LaTeX of what was typed; null where it is plain words or a bare number and needs no typesetting.
function typedToLatex(text) {
  if (!MATHS.test(text) || text.length > 200) return null;
  const reader = new TypedReader(text);
  const parts = reader.parts();
  while (reader.next() !== undefined) {
    reader.place += 1;
    const [first, ...rest] = reader.parts();
    parts.push(`${parts.pop()})${first}`, ...rest);
  }
  // Lines break between the parts and not inside one.
  const shown = parts.filter((part) => part);
  return shown.length > 1 ? shown.map((part) => `{${part}}`).join("\\allowbreak ") : shown.join("");
}

// Shows `text` in `place` as mathematics where it is some: with $…$ or a \command as LaTeX, else as typed.
function showTyped(place, text) {
  const latex = /[$\\]/.test(text) ? text.replaceAll("$", " ") : typedToLatex(text);
  if (latex === null || !window.katex) return false;
  try {
    katex.render(latex, place, { throwOnError: true });
  } catch {
    return false;
  }
  return true;
}
