import Text

typealias EditDistance = Text.EditDistance
