/**
 * Everything a checkpoint may ask for, as closed lists and named limits. A checkpoint is a stranger's file: what is
 * not listed here is refused, and no number in the file is believed before it was held against one of these.
 * "Seen" is the greatest among the checkpoints this was made with, up to YOLOv9-t as trained, 1,383 entries.
 */
export const LIMITS = {
  /** Bytes of the whole file. Ultralytics' largest, YOLOv8x with its optimizer, has 0.4 GiB. */
  fileSize: 4 * 2 ** 30,
  /** Bytes of the network's weights: they and the ONNX file made of them must fit into a browser's worker. */
  weightBytes: 384 * 2 ** 20,
  /** Entries of the archive: one per tensor and optimizer moment. Seen 1,383; YOLOv9-e unstripped needs 7,000. */
  zipEntries: 20_000,
  /** Bytes of the central directory: 20,000 entries of 80 bytes and the ZIP64 fields. */
  zipDirectoryBytes: 4 * 2 ** 20,
  /** Bytes of an entry's name. Torch writes `<file name>/data/<number>`. */
  zipNameBytes: 1_024,
  /** Bytes before an entry's data: header, name and the padding that aligns data, to 64 bytes unless told otherwise. */
  zipPadding: 8 * 2 ** 10,
  /** Bytes of `data.pkl`. Seen 0.4 MiB; it holds no weights. */
  pickleBytes: 16 * 2 ** 20,
  /** Operations of the pickle program: bounds time, some 0.5 s. Seen 153,000; YOLOv9-e unstripped needs 450,000. */
  pickleOperations: 1_500_000,
  /** Lists, dicts, tuples, sets and records made: bounds memory, some 200 bytes each. Seen 47,000. */
  pickleContainers: 200_000,
  /** Items put into lists, dicts and sets: bounds memory where the same few values are added again and again. Seen 48,000. */
  pickleItems: 500_000,
  /** Values on the stack. Seen 468; torch's writer adds to lists and dicts a thousand items at a time. */
  pickleStack: 100_000,
  /** Marks open at once, that is, nesting of containers in the program. Seen 22. */
  pickleNesting: 500,
  /** Values remembered. Seen 31,000. */
  pickleMemo: 400_000,
  /** Bytes of one string. Names, paths, addresses and dates are shorter. */
  pickleStringBytes: 64 * 2 ** 10,
  /** Bytes of one integer: 64 bits are enough for a seed or a time stamp. */
  pickleIntegerBytes: 9,
  /** Modules of one network. Seen 1,124; a record that names itself as its child would have no end. */
  modules: 20_000,
  /** Depth of the module tree. Seen 9. */
  moduleDepth: 32,
  /** Nodes of the graph that is made. Seen 1,663. */
  graphNodes: 100_000,
  /** Elements of all constants of the graph together, as one tensor may be named many times. YOLOv8x has 68 million. */
  graphElements: 2 ** 27,
  /** Layers that one layer takes its input from. Seen 3; one long list may be named by many layers. */
  layerInputs: 64,
  /** Dimensions of a tensor. A convolution has 4, a saved anchor grid 5. */
  tensorRank: 8,
  /** Elements of a tensor: more than the weights of any known network. */
  tensorElements: 2 ** 27,
  /** Channels, heads, classes and other counts that attributes give. */
  count: 65_536,
  /** Class names. Open Images has 601, ImageNet 1,000. */
  classNames: 10_000,
  /** Characters of a text shown or written to the model file. */
  textLength: 2_000,
  /** Training arguments and metrics that are shown. Seen 95. */
  trainingFacts: 500,
  /** Bytes read over between needed parts to save requests, all together, as a share of what is needed. */
  gapShare: 1 / 64,
  /** Bytes of one read: progress stays visible and a broken request costs little. */
  readBytes: 8 * 2 ** 20,
} as const;

/**
 * Operations of pickle protocol 2 that torch's writer emits, by their code. Not listed, so refused: INST, OBJ,
 * EXT1 to EXT4 and STACK_GLOBAL (other ways to name code), NEWOBJ_EX, the text forms, out-of-band buffers.
 */
export const OPCODE = {
  PROTO: 0x80,
  STOP: 0x2e,
  MARK: 0x28,
  NONE: 0x4e,
  NEWTRUE: 0x88,
  NEWFALSE: 0x89,
  BININT: 0x4a,
  BININT1: 0x4b,
  BININT2: 0x4d,
  LONG1: 0x8a,
  BINFLOAT: 0x47,
  BINUNICODE: 0x58,
  EMPTY_TUPLE: 0x29,
  TUPLE: 0x74,
  TUPLE1: 0x85,
  TUPLE2: 0x86,
  TUPLE3: 0x87,
  EMPTY_LIST: 0x5d,
  APPEND: 0x61,
  APPENDS: 0x65,
  EMPTY_DICT: 0x7d,
  SETITEM: 0x73,
  SETITEMS: 0x75,
  BINGET: 0x68,
  LONG_BINGET: 0x6a,
  BINPUT: 0x71,
  LONG_BINPUT: 0x72,
  GLOBAL: 0x63,
  REDUCE: 0x52,
  NEWOBJ: 0x81,
  BUILD: 0x62,
  BINPERSID: 0x51,
} as const;

const ULTRALYTICS_CONV = ['Concat', 'Conv', 'DWConv', 'RepConv'];
const ULTRALYTICS_BLOCK = [
  ...[
    'AConv',
    'ADown',
    'Attention',
    'Bottleneck',
    'C2PSA',
    'C2f',
    'C2fCIB',
    'C3',
    'C3k',
    'C3k2',
    'CIB',
    'DFL',
    'ELAN1',
  ],
  ...[
    'PSA',
    'PSABlock',
    'Proto',
    'RepBottleneck',
    'RepCSP',
    'RepNCSPELAN4',
    'RepVGGDW',
    'SCDown',
    'SPPELAN',
    'SPPF',
  ],
];
const ULTRALYTICS_HEAD = ['Classify', 'Detect', 'OBB', 'Pose', 'Segment', 'v10Detect'];
const ULTRALYTICS_MODEL = [
  'ClassificationModel',
  'DetectionModel',
  'OBBModel',
  'PoseModel',
  'SegmentationModel',
];
const ULTRALYTICS_LOSS = [
  ...[
    'BboxLoss',
    'DFLoss',
    'E2EDetectLoss',
    'E2ELoss',
    'KeypointLoss',
    'RotatedBboxLoss',
    'v8ClassificationLoss',
  ],
  ...['v8DetectionLoss', 'v8OBBLoss', 'v8PoseLoss', 'v8SegmentationLoss'],
];
const ULTRALYTICS_ASSIGNER = ['RotatedTaskAlignedAssigner', 'TaskAlignedAssigner'];
const STORAGES = ['BFloat16', 'Bool', 'Byte', 'Char', 'Double', 'Float', 'Half', 'Int', 'Long', 'Short'];

function within(module: string, names: readonly string[]): string[] {
  return names.map((name) => `${module}.${name}`);
}

/**
 * The closed list of names a pickle may mention. None is ever called: most become inert records of the name, the
 * arguments and the state; those of `construct.ts` become maps, sets and descriptions of tensors.
 */
export const ALLOWED_GLOBALS: ReadonlySet<string> = new Set([
  // Plain containers; protocol 2 writes the old name of `builtins`.
  'collections.OrderedDict',
  ...['__builtin__.set', 'builtins.set'],
  // Tensors and their storages.
  ...within('torch._utils', ['_rebuild_tensor_v2', '_rebuild_parameter']),
  ...within('torch', ['Size', 'device', ...STORAGES.map((type) => `${type}Storage`)]),
  // Layers of PyTorch that the lowering knows.
  ...within('torch.nn.modules.container', ['ModuleList', 'Sequential']),
  ...within('torch.nn.modules.conv', ['Conv2d', 'ConvTranspose2d']),
  ...within('torch.nn.modules.activation', ['LeakyReLU', 'ReLU', 'SiLU']),
  ...within('torch.nn.modules.pooling', ['AdaptiveAvgPool2d', 'MaxPool2d']),
  ...within('torch.nn.modules.linear', ['Identity', 'Linear']),
  'torch.nn.modules.batchnorm.BatchNorm2d',
  'torch.nn.modules.dropout.Dropout',
  'torch.nn.modules.upsampling.Upsample',
  // Layers of Ultralytics that the lowering knows; before 8.0.92 they were all in one module.
  ...within('ultralytics.nn.modules.conv', ULTRALYTICS_CONV),
  ...within('ultralytics.nn.modules.block', ULTRALYTICS_BLOCK),
  ...within('ultralytics.nn.modules.head', ULTRALYTICS_HEAD),
  ...within('ultralytics.nn.modules', [...ULTRALYTICS_CONV, ...ULTRALYTICS_BLOCK, ...ULTRALYTICS_HEAD]),
  ...within('ultralytics.nn.tasks', ULTRALYTICS_MODEL),
  // What an interrupted training leaves beside the network: settings and the loss, never looked into.
  ...within('ultralytics.utils', ['IterableSimpleNamespace']),
  ...within('ultralytics.yolo.utils', ['IterableSimpleNamespace']),
  ...within('ultralytics.utils.loss', ULTRALYTICS_LOSS),
  ...within('ultralytics.yolo.utils.loss', ULTRALYTICS_LOSS),
  ...within('ultralytics.utils.tal', ULTRALYTICS_ASSIGNER),
  ...within('ultralytics.yolo.utils.tal', ULTRALYTICS_ASSIGNER),
  'torch.nn.modules.loss.BCEWithLogitsLoss',
  ...within('pathlib', ['PosixPath', 'PurePosixPath', 'PureWindowsPath', 'WindowsPath']),
  // Metrics are often NumPy scalars.
  ...within('numpy.core.multiarray', ['scalar']),
  ...within('numpy._core.multiarray', ['scalar']),
  'numpy.dtype',
  '_codecs.encode',
]);

/** Beginnings of names that are layers of networks: one that is not listed is named as the module it is. */
export const MODULE_NAMESPACES = [
  'ultralytics.',
  'torch.nn.',
  'torchvision.',
  'timm.',
  'models.',
  'yolox.',
] as const;

/** The package of YOLOv5 (and v7) before Ultralytics 8, whose networks are anchor-based. */
export const LEGACY_NAMESPACE = 'models.';
