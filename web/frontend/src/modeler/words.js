// What the modeller says, in Chinese and in the words of docs/glossary.md. Names of events are put together.
const TRIGGERS = {
  Message: '消息', Timer: '定时', Conditional: '条件', Signal: '信号', Link: '链接', Escalation: '升级', Error: '错误',
  Compensation: '补偿', Cancel: '取消', Terminate: '终止',
};
const PLACES = {
  'start event': '开始事件', 'intermediate catch event': '中间捕获事件', 'intermediate throw event': '中间抛出事件',
  'boundary event': '边界事件', 'end event': '结束事件',
};

const ELEMENTS = {
  'Start event': '开始事件', 'Intermediate throw event': '中间抛出事件', 'Boundary event': '边界事件', 'End event': '结束事件',
  Task: '任务', 'User task': '用户任务', 'Service task': '服务任务', 'Send task': '发送任务', 'Receive task': '接收任务',
  'Manual task': '人工任务', 'Business rule task': '业务规则任务', 'Script task': '脚本任务', 'Call activity': '调用活动',
  'Sub-process': '子流程', 'Sub-process (collapsed)': '子流程（折叠）', 'Sub-process (expanded)': '子流程（展开）',
  'Event sub-process': '事件子流程', Transaction: '事务子流程', 'Ad-hoc sub-process': '即席子流程',
  'Ad-hoc sub-process (collapsed)': '即席子流程（折叠）', 'Ad-hoc sub-process (expanded)': '即席子流程（展开）',
  'Exclusive gateway': '排他网关', 'Parallel gateway': '并行网关', 'Inclusive gateway': '包容网关',
  'Complex gateway': '复杂网关', 'Event-based gateway': '事件网关',
  'Event based instantiating Gateway': '启动用事件网关', 'Parallel Event based instantiating Gateway': '启动用并行事件网关',
  'Sequence flow': '流向', 'Default flow': '默认流向', 'Conditional flow': '条件流向',
  'Data object reference': '数据对象', 'Data store reference': '数据存储',
  'Empty pool/participant': '空的池', 'Empty pool/participant (removes content)': '空的池（删去内容）',
  'Expanded pool/participant': '展开的池',
};

const ACTS = {
  'Activate hand tool': '移动画布（H）', 'Activate lasso tool': '框选（L）', 'Activate create/remove space tool': '挪出或收回空间（S）',
  'Activate global connect tool': '连线（C）',
  'Create start event': '开始事件', 'Create intermediate/boundary event': '中间或边界事件', 'Create end event': '结束事件',
  'Create gateway': '网关', 'Create task': '任务', 'Create data object reference': '数据对象', 'Create data store reference': '数据存储',
  'Create expanded sub-process': '展开的子流程', 'Create pool/participant': '池', 'Create group': '编组框',
  'Append task': '接任务', 'Append gateway': '接网关', 'Append end event': '接结束事件', 'Append intermediate/boundary event': '接中间或边界事件',
  'Append receive task': '接接收任务', 'Append compensation activity': '接补偿活动',
  'Append message intermediate catch event': '接消息捕获事件', 'Append timer intermediate catch event': '接定时捕获事件',
  'Append conditional intermediate catch event': '接条件捕获事件', 'Append signal intermediate catch event': '接信号捕获事件',
  'Add text annotation': '加批注', 'Change element': '改类型（R）', Delete: '删除（Del）', 'Connect to other element': '连到别的元素（C）',
  'Connect using association': '用关联线连接', 'Connect using data input association': '用数据输入关联连接',
  'Add lane above': '上方加泳道', 'Add lane below': '下方加泳道', 'Divide into two lanes': '分成两条泳道', 'Divide into three lanes': '分成三条泳道',
  'Align elements': '对齐', 'Align elements left': '左对齐', 'Align elements center': '水平居中', 'Align elements right': '右对齐',
  'Align elements top': '上对齐', 'Align elements middle': '垂直居中', 'Align elements bottom': '下对齐',
  'Distribute elements horizontally': '横向等距', 'Distribute elements vertically': '纵向等距',
  'Parallel multi-instance': '并行多实例', 'Sequential multi-instance': '顺序多实例', Loop: '循环', Collection: '集合',
  'Participant multiplicity': '池的多实例', 'Toggle non-interrupting': '中断／不中断',
  'Open {element}': '打开{element}', 'Search in diagram': '在图中查找',
  'flow elements must be children of pools/participants': '图里有池时，元素须画在池里。',
  'Data object must be placed within a pool/participant.': '数据对象须画在池里。',
};

const EVENTS = Object.fromEntries(
  Object.entries(TRIGGERS).flatMap(([trigger, first]) =>
    Object.entries(PLACES).flatMap(([place, last]) => [
      [`${trigger} ${place}`, first + last],
      [`${trigger} ${place} (non-interrupting)`, `${first}${last}（不中断）`],
    ]),
  ),
);

const WORDS = { ...ELEMENTS, ...EVENTS, ...ACTS };

// Types as the list of elements names them; what is not here is called by what it is in the standard.
const TYPES = {
  StartEvent: '开始事件', EndEvent: '结束事件', IntermediateCatchEvent: '中间捕获事件', IntermediateThrowEvent: '中间抛出事件', BoundaryEvent: '边界事件',
  Task: '任务', UserTask: '用户任务', ServiceTask: '服务任务', SendTask: '发送任务', ReceiveTask: '接收任务', ManualTask: '人工任务',
  BusinessRuleTask: '业务规则任务', ScriptTask: '脚本任务', CallActivity: '调用活动', SubProcess: '子流程', Transaction: '事务子流程', AdHocSubProcess: '即席子流程',
  ExclusiveGateway: '排他网关', ParallelGateway: '并行网关', InclusiveGateway: '包容网关', ComplexGateway: '复杂网关', EventBasedGateway: '事件网关',
  SequenceFlow: '流向', MessageFlow: '消息流', Association: '关联线', DataInputAssociation: '数据输入', DataOutputAssociation: '数据输出',
  Participant: '池', Lane: '泳道', Process: '流程', Collaboration: '协作', TextAnnotation: '批注', Group: '编组框',
  DataObjectReference: '数据对象', DataStoreReference: '数据存储',
};

export function typeName({ $type }) {
  const local = $type.replace(/^\w+:/, '');
  return TYPES[local] ?? local;
}

// A sentence without a word is said in English and complained of, so that tests find it.
export function chinese(text, facts = {}) {
  if (!(text in WORDS)) console.warn(`no Chinese for: ${text}`);
  return (WORDS[text] ?? text).replace(/{(\w+)}/g, (hole, name) => facts[name] ?? hole);
}
