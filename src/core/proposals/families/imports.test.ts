import { describe, expect, test } from 'vitest';
import { languageIdOf } from '../trial-languages';
import { proposed, trialMoment, type Keys } from '../../../../testing/proposals-trial';
import { imports } from './imports';

type Files = Readonly<Record<string, string>>;
type Case = readonly [
  name: string,
  path: string,
  text: string,
  keys: readonly Keys[],
  expected: readonly string[],
  files: Files,
];
type Plain = readonly [name: string, path: string, text: string, keys: readonly Keys[], expected: readonly string[]];

const padded = (...cases: readonly (Case | Plain)[]): Case[] =>
  cases.map(([name, path, text, keys, expected, files = {}]) => [name, path, text, keys, expected, files]);

const check = (
  _name: string,
  path: string,
  text: string,
  keys: readonly Keys[],
  expected: readonly string[],
  files: Files,
): void => {
  const workspace = {
    files: Object.entries(files).map(([file, content]) => ({
      path: file,
      language: languageIdOf(file),
      text: content,
    })),
  };
  expect(proposed(imports, trialMoment(path, text, keys, workspace))).toEqual(expected);
};

describe('Python', () => {
  test.each<Case>(
    padded(
      ['a module', 'a.py', 'import os\n\nx = 1\n', [['x = 1', 'x = json.loads(os.read())']], ['1+ import json']],
      [
        'after those that come before it',
        'a.py',
        'import json\nimport sys\n\nx = 1\n',
        [['x = 1', 'x = os.getcwd()']],
        ['2+ import os'],
      ],
      [
        'a name, below the modules',
        'a.py',
        'import os\nimport sys\n\nx = 1\n',
        [['x = 1', 'x = Path("a")']],
        ['3+ from pathlib import Path'],
      ],
      [
        'in a section of its own',
        'a.py',
        'import requests\n\nx = 1\n',
        [['x = 1', 'x = Path("a")']],
        ['1+ from pathlib import Path / 2+ '],
      ],
      [
        'into a list, sorted',
        'a.py',
        'from typing import Callable, Optional\n\nx: Optional[int] = 1\n',
        [['Optional[int]', 'Dict[str, int]']],
        ['1: from typing import Callable, Dict'],
      ],
      [
        'into a list, at its end',
        'a.py',
        'from typing import Optional, Callable\n\nx: Optional[int] = 1\ny: Callable = f\n',
        [['y: Callable', 'z: Any = 1\ny: Callable']],
        ['1: from typing import Optional, Callable, Any'],
      ],
      [
        'into lines',
        'a.py',
        'from typing import (\n    Callable,\n    Optional,\n)\n\nx: Optional[Callable] = 1\n',
        [['x:', 'y: Dict = {}\nx:']],
        ['3+     Dict,'],
      ],
      [
        'several of a module',
        'a.py',
        'x = 1\n',
        [['x = 1', 'x: Optional[Any] = 1']],
        ['1+ from typing import Any, Optional / 2+ '],
      ],
      [
        'below a docstring',
        'a.py',
        '"""Doc."""\n\nx = 1\n',
        [['x = 1', 'x = re.compile("a")']],
        ['3+ import re / 4+ '],
      ],
      ['below a shebang', 'a.py', '#!/usr/bin/env python\nx = 1\n', [['x = 1', 'x = sys.argv']], ['2+ import sys']],
      ['above a function', 'a.py', 'def f():\n    return 1\n', [['1', 'math.pi']], ['1+ import math / 2+  / 3+ ']],
      [
        'as other files do',
        'a.py',
        'x = 1\n',
        [['x = 1', 'x = np.zeros(3)']],
        ['1+ import numpy as np / 2+ '],
        { 'b.py': 'import numpy as np\n' },
      ],
      ['not without them', 'a.py', 'x = 1\n', [['x = 1', 'x = np.zeros(3)']], []],
      [
        'from a file of the workspace',
        'app/views.py',
        'from app.db import session\n\nx = session\n',
        [['x = session', 'x = User(session)']],
        ['2+ from app.models import User'],
        { 'app/models.py': 'class User:\n    pass\n', 'app/db.py': 'session = 1\n' },
      ],
      [
        'relatively, as the file does',
        'app/views.py',
        'from .db import session\n\nx = session\n',
        [['x = session', 'x = User(session)']],
        ['2+ from .models import User'],
        { 'app/models.py': 'class User:\n    pass\n' },
      ],
      [
        'datetime as it is used',
        'a.py',
        'import os\n\nx = os\n',
        [['x = os', 'x = os, datetime.now(), timedelta(1)']],
        ['2+ from datetime import datetime, timedelta'],
      ],
      ['nothing that is bound', 'a.py', 'def f(json):\n    return 1\n', [['1', 'json.loads()']], []],
      ['nothing for a member', 'a.py', 'import os\n\nx = os\n', [['x = os', 'x = os.json.loads']], []],
      ['nothing in a string', 'a.py', 'x = 1\n', [['x = 1', 'x = "json.loads"']], []],
      ['nothing for a keyword argument', 'a.py', 'x = 1\n', [['x = 1', 'x = dict(field=1)']], []],
    ),
  )('%s', check);
});

describe('TypeScript and JavaScript', () => {
  test.each<Case>(
    padded(
      [
        'into braces',
        'a.tsx',
        "import { useState } from 'react';\n\nconst [a] = useState(0);\n",
        [['useState(0);\n', 'useState(0);\nuseEffect(() => {}, []);\n']],
        ["1: import { useState, useEffect } from 'react';"],
      ],
      [
        'into sorted braces',
        'a.tsx',
        "import { useEffect, useState } from 'react';\n\nuseEffect(useState);\n",
        [['useEffect(useState)', 'useEffect(useState, useMemo(f))']],
        ["1: import { useEffect, useMemo, useState } from 'react';"],
      ],
      [
        'beside a default',
        'a.jsx',
        "import React from 'react';\n\nconst a = React;\n",
        [['= React', '= [React, useState(0)]']],
        ["1: import React, { useState } from 'react';"],
      ],
      [
        'a module of Node',
        'a.ts',
        "import fs from 'node:fs';\n\nfs.rm('a');\n",
        [["fs.rm('a')", "fs.rm(path.join('a'))"]],
        ["2+ import path from 'node:path';"],
      ],
      [
        'a function of Node',
        'a.ts',
        "import { join } from 'path';\n\njoin('a');\n",
        [["join('a')", "readFileSync(join('a'))"]],
        ["2+ import { readFileSync } from 'fs';"],
      ],
      [
        'required',
        'a.js',
        "const fs = require('fs');\n\nfs.rm('a');\n",
        [["fs.rm('a')", "fs.rm(path.join('a'))"]],
        ["2+ const path = require('path');"],
      ],
      [
        'a file of the workspace',
        'src/app.ts',
        "import { a } from './a';\n\na();\n",
        [['a();', 'a(parse(1));']],
        ["2+ import { parse } from './lib/parse';"],
        { 'src/lib/parse.ts': 'export function parse(x: number) {}\n' },
      ],
      [
        'a folder above',
        'src/shell/app.ts',
        "import { a } from './a.js';\n\na();\n",
        [['a();', 'a(parse(1));']],
        ["2+ import { parse } from '../parse.js';"],
        { 'src/parse.ts': 'export const parse = 1;\n' },
      ],
      [
        'a type',
        'src/app.ts',
        "import type { A } from './a';\n\nlet a: A;\n",
        [['let a: A;', 'let a: A | User;']],
        ["2+ import type { User } from './user';"],
        { 'src/user.ts': 'export interface User {}\n' },
      ],
      [
        'a component by its default',
        'src/app.tsx',
        "import A from './A';\n\nconst a = <A />;\n",
        [['<A />', '<A><Card /></A>']],
        ["2+ import Card from './Card';"],
        { 'src/Card.tsx': 'export default function Card() {}\n' },
      ],
      [
        'as other files import it',
        'src/a.ts',
        "import { z } from 'zod';\n\nz();\n",
        [['z()', 'z(debounce(f))']],
        ["2+ import debounce from 'lodash/debounce';"],
        { 'src/b.ts': "import debounce from 'lodash/debounce';\n" },
      ],
      [
        'what another folder imports',
        'src/a.ts',
        "import { x } from './x';\n\nx();\n",
        [['x()', 'x(log)']],
        ["2+ import { log } from './util/log';"],
        { 'src/deep/b.ts': "import { log } from '../util/log';\n" },
      ],
      [
        'the first',
        'src/a.ts',
        'const a = 1;\n',
        [['= 1', '= parse(1)']],
        ["1+ import { parse } from './parse'; / 2+ "],
        { 'src/parse.ts': 'export const parse = 1;\n' },
      ],
      [
        'exports of CommonJS',
        'a.js',
        "const b = require('./b');\n\nb();\n",
        [['b()', 'b(run())']],
        ["2+ const { run } = require('./c');"],
        { 'c.js': 'module.exports = { run, stop };\n' },
      ],
      [
        'nothing for a variable of that name',
        'a.ts',
        "const path = '/a';\n",
        [["'/a';\n", "'/a';\nf(path.length);\n"]],
        [],
      ],
      [
        'one for another',
        'a.tsx',
        "import { useState } from 'react';\n\nconst a = useState(0);\n",
        [['useState(0)', 'useReducer(f, 0)']],
        ["1: import { useReducer } from 'react';"],
      ],
    ),
  )('%s', check);
});

describe('Go and Rust', () => {
  test.each<Case>(
    padded(
      [
        'into a block',
        'a.go',
        'package a\n\nimport (\n\t"fmt"\n\t"os"\n)\n\nfunc f() {\n\tfmt.Println(os.Args)\n}\n',
        [['os.Args', 'strings.Join(os.Args, "")']],
        ['6+ \t"strings"'],
      ],
      [
        'within it',
        'a.go',
        'package a\n\nimport (\n\t"fmt"\n\t"os"\n)\n\nfunc f() {\n\tfmt.Println(os.Args)\n}\n',
        [['fmt.Println(os.Args)', 'fmt.Println(os.Args, json.Marshal(1))']],
        ['4+ \t"encoding/json"'],
      ],
      [
        'a single one',
        'a.go',
        'package a\n\nimport "fmt"\n\nfunc f() {\n\tfmt.Println(1)\n}\n',
        [['1)', 'strings.ToUpper("a"))']],
        ['3: import ( / 4+ \t"fmt" / 5+ \t"strings" / 6+ )'],
      ],
      [
        'the first',
        'a.go',
        'package a\n\nfunc f() {\n\tg(1)\n}\n',
        [['g(1)', 'fmt.Println(1)']],
        ['3+ import "fmt" / 4+ '],
      ],
      [
        'a collection',
        'a.rs',
        'use std::fmt;\n\nfn f(x: fmt::A) {\n    g();\n}\n',
        [['g();', 'let m = HashMap::new();']],
        ['1+ use std::collections::HashMap;'],
      ],
      [
        'another of them',
        'a.rs',
        'use std::collections::HashMap;\n\nfn f(x: HashMap) {\n    g();\n}\n',
        [['g();', 'let m = HashSet::new();']],
        ['1: use std::collections::{HashMap, HashSet};'],
      ],
      ['a module', 'a.rs', 'fn f() {\n    g();\n}\n', [['g();', 'fs::read("a");']], ['1+ use std::fs; / 2+ ']],
    ),
  )('%s', check);
});

describe('the last use went', () => {
  test.each<Case>(
    padded(
      ['a line', 'a.py', 'import json\nimport os\n\nx = json.loads(os.x)\n', [['json.loads(os.x)', 'os.x']], ['1: -']],
      [
        'a name of a list',
        'a.py',
        'from typing import Any, Optional\n\nx: Optional[Any]\n',
        [['Optional[Any]', 'Any']],
        ['1: from typing import Any'],
      ],
      [
        'the first of a list',
        'a.ts',
        "import { a, b } from './c';\n\na(b);\n",
        [['a(b)', 'b()']],
        ["1: import { b } from './c';"],
      ],
      [
        'a statement of names',
        'a.ts',
        "import { a } from './c';\nimport { b } from './d';\n\na(b);\n",
        [['a(b)', 'b()']],
        ['1: -'],
      ],
      [
        'a package',
        'a.go',
        'package a\n\nimport (\n\t"fmt"\n\t"os"\n)\n\nfunc f() {\n\tfmt.Println(1)\n\tos.Exit(1)\n}\n',
        [['\tfmt.Println(1)\n', '']],
        ['4: -'],
      ],
      ['nothing while another is left', 'a.py', 'import os\n\nx = os.x\ny = os.y\n', [['x = os.x\n', '']], []],
      ['nothing that was not used before', 'a.py', 'import os\n\nx = 1\n', [['x = 1', 'x = 2']], []],
    ),
  )('%s', check);
});

test('a name that is being typed is less certain', () => {
  const certain = (typed: string): number =>
    imports(trialMoment('a.py', 'x = 1\n', [['x = 1', typed]]))[0]?.evidence.certain ?? -1;
  expect([certain('x: Path'), certain('x = Path(1)')]).toEqual([0.3, 0.95]);
});
