/** Numbers of fields in `onnx.proto3` (IR version 10). */
export const MODEL = { graph: 7, operators: 8, metadata: 14 } as const;
export const GRAPH = { node: 1, initializer: 5, input: 11, output: 12, quantizationAnnotation: 14 } as const;
export const NODE = { input: 1, output: 2, operator: 4, attribute: 5, domain: 7 } as const;
export const TENSOR = {
  dimensions: 1,
  type: 2,
  name: 8,
  rawData: 9,
  documentation: 12,
  externalData: 13,
  dataLocation: 14,
} as const;

/** `TensorProto.DataType`. */
export const FLOAT = 1;
export const UINT8 = 2;
export const INT64 = 7;
export const FLOAT16 = 10;
/** `TensorProto.DataLocation`. */
export const EXTERNAL = 1;
