import { expect, test } from 'vitest';
import { proposed, trialMoment, type Keys } from '../../../../testing/proposals-trial';
import { documents } from './documents';

const GOOGLE =
  'def fit(image, width, height=10):\n    """Fits it.\n\n    Args:\n        image: The image.\n        width: The widest it may be,\n            in pixels.\n        height: The highest. Defaults to 10.\n\n    Raises:\n        ValueError: If it is empty.\n    """\n    if not image:\n        raise ValueError("empty")\n    return image\n';
const NUMPY =
  'def fit(image, width):\n    """Fits it.\n\n    Parameters\n    ----------\n    image : Image\n        The image.\n    width : int\n        The widest.\n\n    Returns\n    -------\n    Image\n        The new one.\n    """\n    return image\n';
const REST =
  'def fit(image: str, n: int = 1) -> str:\n    """Fits it.\n\n    :param image: the image\n    :param n: how often\n    :type n: int\n    :returns: the image\n    :rtype: str\n    """\n    return image\n';
const JSDOC =
  '/**\n * Waits.\n * @param {Function} fn what to call\n * @param {number} [ms=10] how long\n * @returns {Timer} the timer\n */\nexport function wait(fn, ms = 10) {\n  if (!fn) return;\n  return set(fn, ms);\n}\n';
const RUST =
  '/// Waits.\n///\n/// # Arguments\n///\n/// * `f` - what to call\n/// * `ms` - how long\npub fn wait(f: F, ms: u64) {\n    go(f, ms)\n}\n';
const BARE = '/**\n * @param a\n * @param b\n */\nconst f = (a, b) => a + b;\n';
const KNOWN =
  'def one(a, *, timeout):\n    """One.\n\n    :param a: the first\n    :param timeout: seconds to wait\n    """\n\n\ndef two(a):\n    """Two.\n\n    :param a: the first\n    """\n';
const MODEL =
  'class Box:\n    """A box.\n\n    Args:\n        w: The width.\n        h: The height.\n    """\n\n    def __init__(self, w, h):\n        self.w = w\n        self.h = h\n';

test.each<[string, string, string, readonly Keys[], readonly string[]]>([
  ['a parameter that went', 'a.py', GOOGLE, [[', height=10', '']], ['8: -']],
  ['one with two rows', 'a.py', GOOGLE, [['width, ', '']], ['6: - / 7: -']],
  ['a renamed one', 'a.py', GOOGLE, [['width', 'breadth']], ['6:         breadth: The widest it may be,']],
  ['a new one', 'a.py', GOOGLE, [['width, ', 'width, depth, ']], ['8+         depth: The depth.']],
  ['a default', 'a.py', GOOGLE, [['10', '20']], ['8:         height: The highest. Defaults to 20.']],
  [
    'an error of another kind',
    'a.py',
    GOOGLE,
    [['raise ValueError', 'raise TypeError']],
    ['11:         TypeError: If it is empty.'],
  ],
  [
    'an error that went, with its section',
    'a.py',
    GOOGLE,
    [['    if not image:\n        raise ValueError("empty")\n', '']],
    ['9: - / 10: - / 11: -'],
  ],
  [
    'after its use went',
    'a.py',
    GOOGLE,
    [
      [', height=10', ''],
      ['return image', 'return image + width'],
    ],
    ['8: -'],
  ],
  ['a parameter of NumPy that went', 'a.py', NUMPY, [[', width', '']], ['8: - / 9: -']],
  [
    'a new one of NumPy',
    'a.py',
    NUMPY,
    [['width):', 'width, name="a"):']],
    ['10+     name : str / 11+         The name.'],
  ],
  ['a type', 'a.py', REST, [['n: int', 'n: float']], ['6:     :type n: float']],
  ['a type of a result', 'a.py', REST, [['-> str', '-> bytes']], ['8:     :rtype: bytes']],
  [
    'a renamed one with its type',
    'a.py',
    REST,
    [['n: int', 'times: int']],
    ['5:     :param times: how often / 6:     :type times: int'],
  ],
  ['JSDoc of one that went', 'a.js', JSDOC, [[', ms = 10', '']], ['4: -']],
  [
    'JSDoc of a new one',
    'a.js',
    JSDOC,
    [[', ms = 10', ', ms = 10, unref = false']],
    ['5+  * @param {boolean} [unref=false] whether to unref'],
  ],
  ['JSDoc of a default', 'a.js', JSDOC, [['ms = 10', 'ms = 100']], ['4:  * @param {number} [ms=100] how long']],
  ['JSDoc of a default that went', 'a.js', JSDOC, [['ms = 10', 'ms']], ['4:  * @param {number} ms how long']],
  [
    'JSDoc of a new default',
    'a.js',
    JSDOC,
    [['fn, ms', 'fn = go, ms']],
    ['3:  * @param {Function} [fn=go] what to call'],
  ],
  [
    'a result that may be nothing',
    'a.js',
    JSDOC,
    [['return;', 'return null;']],
    ['5:  * @returns {Timer|null} the timer'],
  ],
  ['names alone', 'a.js', BARE, [['a, b', 'a, b, c']], ['4+  * @param c']],
  ['Rust', 'a.rs', RUST, [[', ms: u64', '']], ['6: -']],
  ['a new one of Rust', 'a.rs', RUST, [['ms: u64', 'ms: u64, name: &str']], ['7+ /// * `name` - name']],
  [
    'as another function says it',
    'a.py',
    KNOWN,
    [['two(a', 'two(a, timeout']],
    ['13+     :param timeout: seconds to wait'],
  ],
  [
    'a constructor whose class is documented',
    'a.py',
    MODEL,
    [['w, h)', 'w, h, depth)']],
    ['7+         depth: The depth.'],
  ],
  ['nothing for a body', 'a.py', GOOGLE, [['return image', 'return image[:width]']], []],
  ['nothing without documentation', 'a.py', 'def f(a):\n    """Does."""\n', [['a)', 'a, b)']], []],
  [
    'nothing where others are not documented',
    'a.js',
    '/**\n * @param a it\n */\nfunction f(a, b) {}\n',
    [['a, b', 'a, b, c']],
    [],
  ],
])('%s', (_name, path, text, keys, expected) => {
  expect(proposed(documents, trialMoment(path, text, keys))).toEqual(expected);
});
