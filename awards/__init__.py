"""What an award office knows beyond BPMN; generic over schemes."""
