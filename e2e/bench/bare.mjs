/** What the bare page does, in the page or in a worker of it: opens the model and runs it on the ready tensor. */
export async function openBare(query) {
  const provider = query.get('provider');
  const ort = await import(provider === 'webgpu' ? './ort.webgpu.min.mjs' : './ort.wasm.min.mjs');
  ort.env.logLevel = 'error';
  ort.env.wasm.numThreads = Number(query.get('threads'));
  const [session, values] = await Promise.all([
    ort.InferenceSession.create('./model.onnx', { executionProviders: [provider] }),
    fetch('./tensor.f32').then((response) => response.arrayBuffer()),
  ]);
  const dims = [1, 3, Number(query.get('height')), Number(query.get('width'))];
  const feeds = { [session.inputNames[0]]: new ort.Tensor('float32', new Float32Array(values), dims) };
  const outputs = [session.outputNames[0]];
  /** Runs so many times, one after the other; the milliseconds of each. */
  return async (times) => {
    const took = [];
    for (let i = 0; i < times; i++) {
      const begin = performance.now();
      await session.run(feeds, outputs);
      took.push(performance.now() - begin);
    }
    return took;
  };
}
