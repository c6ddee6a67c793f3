{#- What a figure can be at least and at most. 余 and 多 add less than one unit of the last digit that is not zero
    (1200余 lies in 1200..1300), other lower bounds are open; 约, 近, 左右 allow a tenth either way. -#}
{% macro lowest_possible(value, qualifier) -%}
case {{ qualifier }} when 'approx' then {{ value }} * 0.9 when 'at_most' then 0 else {{ value }} end
{%- endmacro %}

{% macro highest_possible(value, value_high, qualifier, quantity) -%}
case
    when {{ qualifier }} = 'approx' then coalesce({{ value_high }}, {{ value }}) * 1.1
    when {{ qualifier }} = 'at_least' and regexp_matches({{ quantity }}, '[余餘多]')
        then {{ value }}
            + pow(10, length(regexp_extract(cast(cast({{ value }} as hugeint) as varchar), '0*$')))
    when {{ qualifier }} = 'at_least' then cast('infinity' as double)
    else coalesce({{ value_high }}, {{ value }})
end
{%- endmacro %}
