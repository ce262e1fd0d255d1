import { describe, expect, test } from 'vitest';
import { proposed, trialMoment, type Keys } from '../../../../testing/proposals-trial';
import { series } from './series';

const BOX =
  'class Box:\n    def __init__(self, w, h):\n        self.w = w\n        self.h = h\n\n    def area(self):\n        return self.w * self.h\n\n    def as_dict(self):\n        return {\n            "w": self.w,\n            "h": self.h,\n        }\n';
const COLOR =
  "enum Color {\n  Red,\n  Green,\n}\n\nfunction nameOf(color: Color): string {\n  switch (color) {\n    case Color.Red:\n      return 'red';\n    case Color.Green:\n      return 'green';\n  }\n}\n\nconst LABELS: Record<Color, string> = {\n  [Color.Red]: 'Red',\n  [Color.Green]: 'Green',\n};\n";

type Case = readonly [name: string, path: string, text: string, keys: readonly Keys[], expected: readonly string[]];

describe('an element that is added', () => {
  test.each<Case>([
    [
      'a parameter',
      'box.py',
      BOX,
      [['w, h', 'w, h, d']],
      ['5+         self.d = d', '7:         return self.w * self.h * self.d', '13+             "d": self.d,'],
    ],
    [
      'an enum member',
      'color.ts',
      COLOR,
      [['  Green,\n', '  Green,\n  Blue,\n']],
      ["13+     case Color.Blue: / 14+       return 'blue';", "19+   [Color.Blue]: 'Blue',"],
    ],
    [
      'a field, in an object',
      'user.ts',
      'interface User {\n  name: string;\n  email: string;\n  age: number;\n}\n\nconst copy = (user: User): User => ({\n  name: user.name,\n  email: user.email,\n  age: user.age,\n});\n',
      [['  email: string;\n', '  email: string;\n  phone: string;\n']],
      ['11+   phone: user.phone,'],
    ],
    [
      'items in a string',
      'a.py',
      'def show(w, h):\n    return f"{w}x{h}"\n',
      [['w, h)', 'w, h, d)']],
      ['2:     return f"{w}x{h}x{d}"'],
    ],
    [
      'columns and their placeholders',
      'a.py',
      'class Users:\n    name: str\n    email: str\n\ndef save(db, user):\n    db.execute("INSERT INTO users (name, email) VALUES (?, ?)", (user.name, user.email))\n',
      [['    email: str\n', '    email: str\n    phone: str\n']],
      [
        '7:     db.execute("INSERT INTO users (name, email, phone) VALUES (?, ?, ?)", (user.name, user.email, user.phone))',
      ],
    ],
    [
      'a struct field',
      'a.go',
      'type User struct {\n\tName string\n\tEmail string\n}\n\nfunc New(r Row) User {\n\treturn User{\n\t\tName: r.Name,\n\t\tEmail: r.Email,\n\t}\n}\n',
      [['\tEmail string\n', '\tEmail string\n\tPhone string\n']],
      ['11+ \t\tPhone: r.Phone,'],
    ],
    [
      'a variant',
      'a.rs',
      'enum Shape {\n    Circle,\n    Square,\n}\n\nfn name(s: Shape) -> &\'static str {\n    match s {\n        Shape::Circle => "circle",\n        Shape::Square => "square",\n    }\n}\n',
      [['    Square,\n', '    Square,\n    Hexagon,\n']],
      ['11+         Shape::Hexagon => "hexagon",'],
    ],
    [
      'a comparison that ends',
      'a.ts',
      'class P {\n  x = 0;\n  y = 0;\n\n  same(o: P) {\n    return this.x === o.x &&\n      this.y === o.y;\n  }\n}\n',
      [['  y = 0;\n', '  y = 0;\n  z = 0;\n']],
      [],
    ],
  ])('%s', (_name, path, text, keys, expected) => {
    expect(proposed(series, trialMoment(path, text, keys))).toEqual(expected);
  });
});

test('a string without words is no list', () => {
  expect(
    proposed(series, trialMoment('setup.py', "a = [\n    'x>=0.16',\n    'y>=0.16'\n]\n", [['y>=0.16', 'y>=0.17']])),
  ).toEqual([]);
});

describe('an element that goes', () => {
  test.each<Case>([
    [
      'a parameter',
      'box.py',
      BOX.replace('w, h)', 'w, h, d)')
        .replace('= h\n', '= h\n        self.d = d\n')
        .replace('"h": self.h,\n', '"h": self.h,\n            "d": self.d,\n')
        .replace('* self.h', '* self.h * self.d'),
      [['w, h, d', 'w, h']],
      ['5: -', '8:         return self.w * self.h', '14: -'],
    ],
  ])('%s', (_name, path, text, keys, expected) => {
    expect(proposed(series, trialMoment(path, text, keys))).toEqual(expected);
  });
});

test('a sentence in a string is no list of names', () => {
  const moment = trialMoment(
    'messages.js',
    "export const messages = {\n  saved: 'Your file was saved.',\n  failed: 'Your file could not be saved.',\n};\n",
    [['could not be saved', 'w']],
  );
  expect(proposed(series, moment)).toEqual([]);
});
