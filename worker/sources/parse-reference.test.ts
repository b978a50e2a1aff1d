import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/shared/errors';
import { formatReference } from './format-reference';
import { parseReference } from './parse-reference';

const HUB = 'https://huggingface.co';
const hub = (repo: string, revision?: string, path?: string) => ({ kind: 'hub', repo, revision, path });
const commit = 'a'.repeat(40);

describe('parseReference', () => {
  it.each([
    ['owner/repo', hub('owner/repo')],
    ['  owner/repo \n', hub('owner/repo')],
    ['owner/repo/best.onnx', hub('owner/repo', undefined, 'best.onnx')],
    ['owner/repo/a/b c/best.onnx', hub('owner/repo', undefined, 'a/b c/best.onnx')],
    ['owner/repo@v1.0', hub('owner/repo', 'v1.0')],
    ['owner/repo@refs/pr/3:a/best.onnx', hub('owner/repo', 'refs/pr/3', 'a/best.onnx')],
    [`owner/repo@${commit}:x.onnx`, hub('owner/repo', commit, 'x.onnx')],
    ['https://huggingface.co/owner/repo', hub('owner/repo')],
    ['huggingface.co/owner/repo/', hub('owner/repo')],
    ['hf.co/owner/repo/blob/main/x.onnx', hub('owner/repo', 'main', 'x.onnx')],
    ['https://huggingface.co/owner/repo/tree/main/folder', hub('owner/repo', 'main')],
    [
      'https://huggingface.co/owner/repo/resolve/main/a/x%20y.onnx?download=true',
      hub('owner/repo', 'main', 'a/x y.onnx'),
    ],
    [
      'https://huggingface.co/owner/repo/blob/refs%2Fpr%2F3/x.onnx#L3',
      hub('owner/repo', 'refs/pr/3', 'x.onnx'),
    ],
    ['https://huggingface.co/gpt2/resolve/main/x.onnx', hub('gpt2', 'main', 'x.onnx')],
    [
      'https://example.org/models/x.onnx?v=2#part',
      { kind: 'address', address: 'https://example.org/models/x.onnx?v=2' },
    ],
    ['http://127.0.0.1:8000/x.onnx', { kind: 'address', address: 'http://127.0.0.1:8000/x.onnx' }],
    ['http://[::1]:8000/x.onnx', { kind: 'address', address: 'http://[::1]:8000/x.onnx' }],
  ])('reads %s', (text, expected) => {
    expect(parseReference(text, HUB)).toEqual(expected);
  });

  it('reads addresses of a mirror and of the hub itself as the same reference', () => {
    const mirror = 'http://127.0.0.1:9000';
    const expected = hub('owner/repo', 'main', 'x.onnx');
    expect(parseReference('http://127.0.0.1:9000/owner/repo/resolve/main/x.onnx', mirror)).toEqual(expected);
    expect(parseReference('https://huggingface.co/owner/repo/resolve/main/x.onnx', mirror)).toEqual(expected);
  });

  it.each([
    ['', 'reference-invalid'],
    ['repo', 'reference-invalid'],
    ['owner/', 'reference-invalid'],
    ['/owner/repo', 'reference-invalid'],
    ['../repo', 'reference-invalid'],
    ['owner/re..po', 'reference-invalid'],
    ['owner/repo/../../secret', 'reference-invalid'],
    ['owner/repo/a//b.onnx', 'reference-invalid'],
    ['owner/repo/a\u202eb.onnx', 'reference-invalid'],
    ['owner/repo/a\\b.onnx', 'reference-invalid'],
    ['owner/repo@', 'reference-invalid'],
    ['owner/repo@a..b:x.onnx', 'reference-invalid'],
    ['owner/repo/x.onnx@main', 'reference-invalid'],
    ['https://huggingface.co/owner/repo/resolve/main/%2e%2e%2fx.onnx', 'reference-invalid'],
    ['https://huggingface.co/owner/repo/resolve/main/%ff.onnx', 'reference-invalid'],
    ['https://huggingface.co/owner/repo/resolve/main', 'reference-invalid'],
    ['https://huggingface.co/owner', 'reference-invalid'],
    ['https://', 'reference-invalid'],
    ['javascript://alert(1)', 'reference-invalid'],
    ['file:///etc/passwd', 'reference-invalid'],
    [`https://example.org/${'x'.repeat(3000)}`, 'reference-invalid'],
    ['http://example.org/x.onnx', 'reference-insecure'],
    ['https://me:secret@example.org/x.onnx', 'reference-credentials'],
    ['https://cas-bridge.example/x?X-Amz-Signature=abc', 'reference-signed'],
    ['https://huggingface.co/datasets/owner/repo', 'reference-not-model'],
  ])('refuses %s', (text, code) => {
    expect(() => parseReference(text, HUB)).toThrow(expect.objectContaining({ code }));
  });

  it('throws nothing but AppErrors, whatever is pasted', () => {
    const pieces = fc.oneof(
      fc.string(),
      fc.constantFrom('/', '@', ':', '%', 'https://', 'huggingface.co', 'resolve', '..'),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        try {
          const reference = parseReference(parts.join(''), HUB);
          expect(parseReference(formatReference(reference), HUB)).toEqual(
            reference.kind === 'hub' && reference.revision === 'main' && reference.repo.includes('/')
              ? { ...reference, revision: expect.toBeOneOf(['main', undefined]) as unknown }
              : reference,
          );
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
        }
      }),
    );
  });

  it('gives references that survive being written and read again', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9]{1,8}(?:[._-][A-Za-z0-9]{1,4})?$/);
    const segment = fc.stringMatching(/^[A-Za-z0-9 _@:%?#ü-][A-Za-z0-9 _.@:%?#-]{0,12}x$/);
    const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
    const revision = fc.constantFrom(undefined, 'v1', 'refs/pr/2', commit);
    fc.assert(
      fc.property(name, name, revision, path, (owner, repo, named, file) => {
        const reference = { kind: 'hub', repo: `${owner}/${repo}`, revision: named, path: file } as const;
        const text = formatReference(reference);
        const again = parseReference(text, HUB);
        expect(formatReference(again)).toBe(text);
        expect(again).toMatchObject({ repo: reference.repo, path: file });
      }),
    );
  });
});
