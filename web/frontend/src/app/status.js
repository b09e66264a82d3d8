// One polite line for what happens without a new page: the element with id "status" in the page's frame.
export function say(sentence) {
  const line = document.getElementById('status');
  if (line) line.textContent = sentence;
}
