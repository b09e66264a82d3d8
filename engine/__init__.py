"""The workflow engine: BPMN, FEEL, DMN, working days and durable instances. It knows no award and no Flask."""
