import { describe, expect, it } from 'vitest';
import { installBarrier, withBarrier } from './barrier';

/** The shape of what the compiler writes, shortened. */
const kernel = (store: string): string => `@group(0) @binding(0) var<storage, read_write> S : array<f32>;
@compute @workgroup_size(16, 14, 1)
fn merge_state_inplace_kernel(
  @builtin(workgroup_id) blockIdx : vec3<u32>
) {
  if (blockIdx.x > podArgs.packGridDimX) { return; }
  s_val[0i] = S[(v__1 * podArgs.H)];
  V[v__2 + 0] = v_vec[0];
${store}
}
`;

describe('repairing the attention kernel', () => {
  it.each([
    [
      'as the compiler writes it',
      '  S[((v__1 * podArgs.H) + i32(threadIdx.y))] = (log2((s_val[0i] + s_other_val[0i])) + s_max[0i]);',
    ],
    ['with another last line', '    S[row] = merged;'],
    ['with the names of newer compilers', '  S_ptr[row] = (log2(x) + y);'],
  ])('puts a barrier before the store to S, %s', (_name, store) => {
    const repaired = withBarrier(kernel(store));
    expect(repaired).toEqual({
      present: true,
      code: kernel(`${/^\s*/.exec(store)?.[0] ?? ''}storageBarrier(); workgroupBarrier();\n${store}`),
    });
  });

  it('knows the kernel under its newer name', () => {
    expect(
      withBarrier(kernel('  S[0] = x;').replace('merge_state_inplace_kernel', 'tir_attention_merge_state_kernel')),
    ).toMatchObject({ present: true });
  });

  it('leaves other shaders alone', () => {
    expect(withBarrier('fn other_kernel() {\n  S[0] = 1;\n}')).toEqual({
      present: false,
      code: 'fn other_kernel() {\n  S[0] = 1;\n}',
    });
  });

  it('does not touch a kernel of another shape', () => {
    expect(withBarrier(kernel('  store(S, 1);'))).toBeNull();
  });

  it('counts what it has seen and repaired, and can be removed', () => {
    const compiled: string[] = [];
    const device = {
      createShaderModule: (descriptor: GPUShaderModuleDescriptor) => {
        compiled.push(descriptor.code);
        return {} as GPUShaderModule;
      },
    };
    const { report, remove } = installBarrier(device);
    for (const code of [kernel('  S[0] = x;'), kernel('  nothing();'), 'fn other() {}'])
      device.createShaderModule({ code });
    expect(report()).toEqual({ present: 2, patched: 1 });
    expect(compiled[0]).toContain('workgroupBarrier();\n  S[0] = x;');
    remove();
    device.createShaderModule({ code: kernel('  S[0] = x;') });
    expect(compiled.at(-1)).toBe(kernel('  S[0] = x;'));
  });
});
