"""What is no matter of BPMN: how that engine stores, schedules, versions, lists, shows and draws."""

ATTRIBUTES = frozenset(
    [
        # when and how its jobs run
        *("async", "asyncBefore", "asyncAfter", "exclusive", "jobPriority", "taskPriority"),
        # how long and for whom it keeps and lists definitions
        *("historyTimeToLive", "candidateStarterGroups", "candidateStarterUsers", "isStartableInTasklist"),
        *("versionTag", "initiator", "modelerTemplate", "diagramRelationId"),
        # which version or tenant of a form, process, case or decision is meant
        *("formKey", "formRef", "formRefBinding", "formRefVersion", "formHandlerClass"),
        *("calledElementBinding", "calledElementVersion", "calledElementVersionTag", "calledElementTenantId"),
        *("caseBinding", "caseVersion", "decisionRefBinding", "decisionRefVersion"),
        # variables that tell of errors and escalations, and Java that maps variables
        *("errorMessage", "errorCodeVariable", "errorMessageVariable", "escalationCodeVariable"),
        *("varMapping", "variableMappingClass", "variableMappingDelegateExpression"),
        # which changes wake a condition; here all that it reads do
        *("variableName", "variableEvents"),
        # drawn properties of tasks
        *("link", "src", "srcExpr", "dst", "dstExpr"),
    ]
)
EXTENSIONS = frozenset(
    [
        *("failedJobRetryTimeCycle", "errorEventDefinition", "executionListener", "field", "formData"),
        *("formProperty", "in", "out", "inputOutput", "properties"),
    ]
)
