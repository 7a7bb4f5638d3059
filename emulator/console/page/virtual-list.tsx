// A long list of which only what can be seen is in the page.
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'

interface VirtualListProps<T extends { id: string }> {
  items: readonly T[]
  /** px */
  rowHeight: number
  label: string
  selected: string | undefined
  row: (item: T) => ComponentChildren
  rowClass: (item: T) => string
  onChoose: (item: T) => void
  onNearEnd: () => void
}

/** Rows beyond the edges, so that a quick scroll shows no gap. */
const beyond = 8

export function VirtualList<T extends { id: string }>(props: VirtualListProps<T>) {
  const { items, rowHeight, label, selected, row, rowClass, onChoose, onNearEnd } = props
  const scroller = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ top: 0, height: 800 })
  const before = useRef<{ items: readonly T[]; selected: string | undefined }>({ items, selected })

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return undefined
    const observer = new ResizeObserver(() => setView({ top: element.scrollTop, height: element.clientHeight }))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  useLayoutEffect(() => {
    const element = scroller.current
    const last = before.current
    before.current = { items, selected }
    if (!element) return
    // Who has scrolled down reads on where they were, whatever comes at the top.
    const [first] = last.items
    const come = first && items !== last.items ? items.findIndex(({ id }) => id === first.id) : 0
    if (come > 0 && element.scrollTop > 0) element.scrollTop += come * rowHeight
    if (selected === undefined || selected === last.selected) return
    const index = items.findIndex(({ id }) => id === selected)
    if (index === -1) return
    const [top, bottom] = [index * rowHeight, (index + 1) * rowHeight]
    if (top < element.scrollTop) element.scrollTop = top
    else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight
  }, [items, selected, rowHeight])

  const start = Math.max(0, Math.floor(view.top / rowHeight) - beyond)
  const end = Math.min(items.length, Math.ceil((view.top + view.height) / rowHeight) + beyond)

  return (
    <div
      ref={scroller}
      class="virtual"
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={selected === undefined ? undefined : `row-${selected}`}
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        setView({ top: scrollTop, height: clientHeight })
        if (scrollTop + clientHeight * 3 > scrollHeight) onNearEnd()
      }}
    >
      <div class="virtual-all" style={{ height: `${items.length * rowHeight}px` }}>
        {items.slice(start, end).map((item, index) => (
          <div
            key={item.id}
            id={`row-${item.id}`}
            class={`row ${rowClass(item)}`}
            role="option"
            aria-selected={item.id === selected}
            aria-setsize={items.length}
            aria-posinset={start + index + 1}
            style={{ height: `${rowHeight}px`, transform: `translateY(${(start + index) * rowHeight}px)` }}
            onClick={() => onChoose(item)}
          >
            {row(item)}
          </div>
        ))}
      </div>
    </div>
  )
}
